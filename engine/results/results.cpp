// Compiles every header of this folder alone, so that each is complete.
// SPDX-License-Identifier: Apache-2.0
#include "results/descriptors.h"
#include "results/exact_solution.h"
#include "results/names.h"
#include "results/ports.h"
#include "results/provenance.h"
#include "results/sample_block.h"
#include "results/summary.h"
