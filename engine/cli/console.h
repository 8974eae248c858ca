// What the terminal can do, asked in one place.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace strife {

bool stdout_is_terminal();
bool stderr_is_terminal();
// Colour on stdout: on a terminal, unless NO_COLOR is set to something (https://no-color.org) or TERM is "dumb".
bool use_color();
// Columns of the terminal on stdout, 100 where there is none.
std::size_t terminal_width();

}  // namespace strife
