"""All models of scenarios/models and what is known about each."""
# SPDX-License-Identifier: Apache-2.0
import clock_models
import conflict_models
import jump_models
import network_models
import queue_models
import rackets_model

MODELS = [*jump_models.MODELS, *clock_models.MODELS, *queue_models.MODELS, *conflict_models.MODELS, *network_models.MODELS,
          *rackets_model.MODELS]
