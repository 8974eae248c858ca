// SPDX-License-Identifier: Apache-2.0
#include "results/names.h"

namespace strife {

std::string_view kind_name(OutcomeKind kind) {
    switch (kind) {
        case OutcomeKind::count:
            return "count";
        case OutcomeKind::real:
            return "real";
        case OutcomeKind::probability:
            return "probability";
        case OutcomeKind::first_time:
            return "first_time";
    }
    return "";
}

std::string_view completion_name(Completion completion) {
    switch (completion) {
        case Completion::complete:
            return "complete";
        case Completion::interrupted:
            return "interrupted";
        case Completion::failed:
            return "failed";
    }
    return "";
}

std::string_view result_kind_name(ResultKind kind) {
    switch (kind) {
        case ResultKind::ensemble:
            return "ensemble";
        case ResultKind::exact:
            return "exact";
        case ResultKind::stationary:
            return "stationary";
        case ResultKind::mean_field:
            return "mean field";
    }
    return "";
}

std::optional<ResultKind> parse_result_kind(std::string_view name) {
    for (const ResultKind kind : {ResultKind::ensemble, ResultKind::exact, ResultKind::stationary, ResultKind::mean_field}) {
        if (result_kind_name(kind) == name) return kind;
    }
    return std::nullopt;
}

std::optional<OutcomeKind> parse_kind(std::string_view name) {
    for (const OutcomeKind kind : {OutcomeKind::count, OutcomeKind::real, OutcomeKind::probability, OutcomeKind::first_time}) {
        if (kind_name(kind) == name) return kind;
    }
    return std::nullopt;
}

std::optional<Completion> parse_completion(std::string_view name) {
    for (const Completion completion : {Completion::complete, Completion::interrupted, Completion::failed}) {
        if (completion_name(completion) == name) return completion;
    }
    return std::nullopt;
}

}  // namespace strife
