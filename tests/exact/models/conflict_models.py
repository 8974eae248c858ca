"""What is known exactly about the models of this kind."""
# SPDX-License-Identifier: Apache-2.0
MODELS = []
