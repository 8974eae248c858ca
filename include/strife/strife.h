// The whole public interface of strife, and what a first program needs to print a number.
// SPDX-License-Identifier: Apache-2.0
/// @file
/// Another program loads and compiles a scenario (strife/scenario.h), simulates single replications of it
/// (strife/simulator.h) or an ensemble (strife/ensemble.h), and looks at the distributions that come of it or that a result
/// file holds (strife/results.h). Everything that goes wrong is an exception of strife/errors.h; nothing prints or ends the
/// process.
#pragma once

#include <cstdio>

#include "strife/ensemble.h"
#include "strife/errors.h"
#include "strife/outcomes.h"
#include "strife/results.h"
#include "strife/scenario.h"
#include "strife/simulator.h"
