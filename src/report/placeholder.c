/* SPDX-License-Identifier: Apache-2.0 */
typedef int lu_report_room_not_empty;
