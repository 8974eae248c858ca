"""All models of scenarios/models and what is known about each."""
# SPDX-License-Identifier: Apache-2.0
import conflict_models
import jump_models
import network_models
import rackets_model

MODELS = [*jump_models.MODELS, *conflict_models.MODELS, *network_models.MODELS, *rackets_model.MODELS]
