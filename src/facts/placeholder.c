/* SPDX-License-Identifier: Apache-2.0 */
typedef int lu_facts_room_not_empty;
