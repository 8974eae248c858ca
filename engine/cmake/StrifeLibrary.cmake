# strife_library: one static library a folder of engine/, which sees exactly the folders it names and no other.
add_library(strife_options INTERFACE)
target_compile_options(strife_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -ffp-contract=off)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # False alarms on `"text" + std::string` (GCC bug 105651), and more of them where headers are precompiled, or where a sanitizer's
  # code stands between the swaps of Eigen's vectors.
  target_compile_options(strife_options INTERFACE -Wno-restrict "$<$<BOOL:${STRIFE_PCH}>:-Wno-stringop-overflow;-Wno-array-bounds>"
                                                  "$<$<BOOL:${STRIFE_SANITIZE}>:-Wno-use-after-free>")
endif()
if(STRIFE_PCH AND CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  # What the standard library does within itself is no longer known as a system header's.
  target_compile_options(strife_options INTERFACE -Wno-deprecated-declarations)
endif()
if(STRIFE_WERROR)
  target_compile_options(strife_options INTERFACE -Werror)
endif()
if(STRIFE_CONTRACTS)
  target_compile_definitions(strife_options INTERFACE STRIFE_CONTRACTS)
endif()
if(STRIFE_SANITIZE)
  target_compile_options(strife_options INTERFACE -fsanitize=${STRIFE_SANITIZE} -fno-omit-frame-pointer
                                                  -fno-sanitize-recover=all)
  target_link_options(strife_options INTERFACE -fsanitize=${STRIFE_SANITIZE})
endif()
if(STRIFE_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "STRIFE_FUZZ needs Clang, whose libFuzzer drives the targets: use the preset fuzz")
  endif()
  target_compile_options(strife_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# Headers that most files include, compiled once for all folders.
if(STRIFE_PCH)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(strife_options INTERFACE -fpch-preprocess)  # for ccache
  endif()
  add_library(strife_pch OBJECT ${CMAKE_CURRENT_LIST_DIR}/precompiled.cpp)
  target_link_libraries(strife_pch PRIVATE strife_options fmt::fmt)
  target_precompile_headers(strife_pch PRIVATE <fmt/format.h> <algorithm> <array> <cmath> <functional> <limits> <map> <memory>
                                               <optional> <ostream> <span> <string> <unordered_map> <utility> <vector>)
endif()
# For the tests the same, and their framework. What a test itself computes is little: compiling it fast matters more than running it.
function(strife_precompile_test target)
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
  if(STRIFE_PCH)
    if(NOT TARGET strife_test_pch)
      add_library(strife_test_pch OBJECT ${CMAKE_SOURCE_DIR}/engine/cmake/precompiled.cpp)
      target_compile_options(strife_test_pch PRIVATE $<$<CONFIG:Release>:-O1>)
      target_link_libraries(strife_test_pch PRIVATE strife_options fmt::fmt GTest::gtest GTest::gmock)
      target_precompile_headers(strife_test_pch PRIVATE <gmock/gmock.h> <gtest/gtest.h> <fmt/format.h> <algorithm> <cmath> <map>
                                                        <memory> <optional> <span> <string> <vector>)
    endif()
    target_precompile_headers(${target} REUSE_FROM strife_test_pch)
  endif()
endfunction()
function(strife_precompile target)
  if(STRIFE_PCH)
    target_precompile_headers(${target} REUSE_FROM strife_pch)
  endif()
endfunction()

# strife_library(<folder> SOURCES <files> [LEVELS <folders of engine/>] [PRIVATE <libraries>] [PUBLIC <libraries>])
# `#include "base/ids.h"` works only where `base` is among LEVELS (or among those of a folder that is): each folder is reached
# through a directory of its own that holds nothing but a link to it.
function(strife_library folder)
  cmake_parse_arguments(arg "" "" "SOURCES;LEVELS;PRIVATE;PUBLIC" ${ARGN})
  set(window ${CMAKE_BINARY_DIR}/layers/${folder})
  file(MAKE_DIRECTORY ${window})
  file(CREATE_LINK ${CMAKE_SOURCE_DIR}/engine/${folder} ${window}/${folder} SYMBOLIC)
  add_library(strife_${folder} STATIC ${arg_SOURCES})
  target_include_directories(strife_${folder} PUBLIC ${window})
  list(TRANSFORM arg_LEVELS PREPEND strife_)
  target_link_libraries(strife_${folder} PUBLIC ${arg_LEVELS} ${arg_PUBLIC} PRIVATE strife_options ${arg_PRIVATE})
  strife_precompile(strife_${folder})
endfunction()
