# What `cmake --install` puts where: the program, the archive with its public headers and CMake package, the scenarios.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(TARGETS strife RUNTIME)
install(TARGETS strife_archive EXPORT strifeTargets ARCHIVE INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/strife DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
install(DIRECTORY ${PROJECT_SOURCE_DIR}/scenarios/ DESTINATION ${CMAKE_INSTALL_DATADIR}/strife/scenarios)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

# The package looks for the three libraries without a CMake package where this build found them, then where systems keep them.
set(strife_library_folders)
foreach(library IN LISTS HDF5_C_HL_LIBRARIES HDF5_C_LIBRARIES udunits_LIBRARY sleef_LIBRARY)
  cmake_path(GET library PARENT_PATH folder)
  list(APPEND strife_library_folders ${folder})
endforeach()
list(REMOVE_DUPLICATES strife_library_folders)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/strife)
install(EXPORT strifeTargets NAMESPACE strife:: DESTINATION ${package_folder})
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/strifeConfig.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/strifeConfig.cmake
  INSTALL_DESTINATION ${package_folder} PATH_VARS CMAKE_INSTALL_DATADIR)
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/strifeConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/strifeConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/strifeConfigVersion.cmake
  DESTINATION ${package_folder})
