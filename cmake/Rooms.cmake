# One room = one folder = one static library, linked only with the rooms that it may call.
#
#   lu_room(NAME decision CALLS base LIBRARIES PkgConfig::JANSSON)
#
# Sources are all *.c in src/<name>/ except main.c; every tests/<name>/test_*.c becomes one test
# program that is linked with this room alone (and what it may call), so that a call to a room
# above does not link.

set_property(GLOBAL PROPERTY LU_ROOMS "")

function(lu_room)
  cmake_parse_arguments(ROOM "" "NAME" "CALLS;LIBRARIES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${ROOM_NAME}/*.c)
  list(FILTER sources EXCLUDE REGEX "/main\\.c$")
  set(target lu_${ROOM_NAME})
  add_library(${target} STATIC ${sources})
  target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR}/include
                                       PRIVATE ${CMAKE_SOURCE_DIR}/src/${ROOM_NAME})
  foreach(callee IN LISTS ROOM_CALLS)
    target_link_libraries(${target} PUBLIC lu_${callee})
  endforeach()
  target_link_libraries(${target} PUBLIC ${ROOM_LIBRARIES} PRIVATE lu_warnings)
  set_property(GLOBAL APPEND PROPERTY LU_ROOMS ${target})
  set_property(GLOBAL APPEND PROPERTY LU_ROOM_SOURCES ${sources})

  if(BUILD_TESTING)
    file(GLOB tests CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/${ROOM_NAME}/test_*.c)
    foreach(test IN LISTS tests)
      get_filename_component(name ${test} NAME_WE)
      lu_test(${ROOM_NAME}_${name} SOURCE ${test} ROOM ${ROOM_NAME})
    endforeach()
  endif()
endfunction()

# One cmocka program as one ctest test.
function(lu_test name)
  cmake_parse_arguments(TEST "" "SOURCE;ROOM" "" ${ARGN})
  add_executable(${name} ${TEST_SOURCE})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/src/${TEST_ROOM}
                                             ${CMAKE_SOURCE_DIR}/tests)
  target_link_libraries(${name} PRIVATE lu_${TEST_ROOM} lu_warnings PkgConfig::CMOCKA)
  target_compile_definitions(${name} PRIVATE
    LU_SOURCE_DIR="${CMAKE_SOURCE_DIR}" LU_BUILD_DIR="${CMAKE_BINARY_DIR}"
    LU_SHARED_DIR="${LU_SHARED_DIR}")
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES TIMEOUT 600)
endfunction()
