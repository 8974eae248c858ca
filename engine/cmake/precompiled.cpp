// Something to compile the precompiled headers with.
// SPDX-License-Identifier: Apache-2.0
