/* SPDX-License-Identifier: Apache-2.0 */
typedef int lu_decision_room_not_empty;
