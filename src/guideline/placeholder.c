/* SPDX-License-Identifier: Apache-2.0 */
typedef int lu_guideline_room_not_empty;
