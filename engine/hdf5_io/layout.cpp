// Gives every dimension and variable its name, the same when writing and when reading.
// SPDX-License-Identifier: Apache-2.0
#include "hdf5_io/layout.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

namespace strife {

namespace {

using enum StatisticField::Units;
using enum StatisticField::Of;

constexpr std::array kStatistics{
    StatisticField{"mean", "mean", same, &Summary::mean},
    StatisticField{"sd", "standard deviation", duration, &Summary::sd},
    StatisticField{"lower", "lower 95 % confidence limit of the mean", same, &Summary::lower},
    StatisticField{"upper", "upper 95 % confidence limit of the mean", same, &Summary::upper},
    StatisticField{"minimum", "minimum", same, &Summary::minimum},
    StatisticField{"maximum", "maximum", same, &Summary::maximum},
    StatisticField{"probability", "share of replications with", pure, &Summary::probability, first_times},
    StatisticField{"probability_lower", "lower 95 % confidence limit of the share of replications with", pure,
                   &Summary::probability_lower, first_times},
    StatisticField{"probability_upper", "upper 95 % confidence limit of the share of replications with", pure,
                   &Summary::probability_upper, first_times},
    StatisticField{"sd_between", "standard deviation between points of", duration, &Summary::sd_between, nested},
    StatisticField{"sd_within", "standard deviation within points of", duration, &Summary::sd_within, nested},
};

constexpr std::array kCounts{
    CountField{"n", "number of replications that define", &Summary::n},
    CountField{"missing", "number of replications that do not define", &Summary::n_missing},
};

// Every name that the format itself uses for a dimension or a variable in some group where scenario names stand too.
constexpr std::array<const char*, 18> kReserved{
    "alternative",         "replication",     "quantile",      "bounds",      "reason",
    "stop_count",          "event_type",      "finished",      "event_count", "clampings",
    "stop_reason",         "end_time",        "event",         "failure",     "finished_replications",
    "failed_replications", "executed_events", "clamped_values"};

class NameTable {
  public:
    NameTable() : taken_(kReserved.begin(), kReserved.end()) {}

    // `wanted` with as many "_" as it takes for it and all of `suffixes` behind it to be free.
    std::string claim(std::string wanted, std::span<const std::string> suffixes) {
        const auto taken = [&](const std::string& suffix) { return taken_.contains(wanted + suffix); };
        while (std::ranges::any_of(suffixes, taken)) wanted += '_';
        for (const std::string& suffix : suffixes) taken_.insert(wanted + suffix);
        return wanted;
    }
    std::string claim(const std::string& wanted) {
        static const std::string none;
        return claim(wanted, {&none, 1});
    }

  private:
    std::set<std::string> taken_;
};

std::vector<std::string> summary_suffixes() {
    std::vector<std::string> suffixes{"_quantiles", "_bin", "_bin_count"};
    for (const StatisticField& field : kStatistics) suffixes.push_back("_" + std::string(field.suffix));
    for (const CountField& field : kCounts) suffixes.push_back("_" + std::string(field.suffix));
    return suffixes;
}

std::size_t largest_multiplicity(const RunDescriptor& run, std::size_t axis) {
    std::size_t largest = 1;
    const auto look = [&](const std::vector<std::size_t>& axes) {
        largest = std::max(largest, static_cast<std::size_t>(std::ranges::count(axes, axis)));
    };
    for (const OutcomeDescriptor& outcome : run.outcomes) look(outcome.axes);
    for (const SeriesDescriptor& series : run.series) look(series.axes);
    return largest;
}

}  // namespace

std::span<const StatisticField> statistic_fields() {
    return kStatistics;
}
std::span<const CountField> count_fields() {
    return kCounts;
}

Layout::Layout(const RunDescriptor& run) {
    NameTable dimensions;
    const std::array<std::string, 2> grid_suffixes{"", "_bounds"};
    for (const TimeGrid& grid : run.grids) grids_.push_back(dimensions.claim(grid.name, grid_suffixes));
    for (std::size_t axis = 0; axis < run.axes.size(); ++axis) {
        std::vector<std::string> names{dimensions.claim(run.axes[axis].name)};
        for (std::size_t again = 2; again <= largest_multiplicity(run, axis); ++again) {
            names.push_back(dimensions.claim(names[0] + "_" + std::to_string(again)));
        }
        sets_.push_back(std::move(names));
    }

    NameTable in_runs = dimensions;
    NameTable in_series = dimensions;
    NameTable in_root = dimensions;
    const std::vector<std::string> suffixes = summary_suffixes();
    for (const OutcomeDescriptor& outcome : run.outcomes) {
        runs_.push_back(in_runs.claim(outcome.name));
        outcome_stems_.push_back(in_root.claim(outcome.name, suffixes));
    }
    for (const SeriesDescriptor& series : run.series) {
        series_.push_back(in_series.claim(series.name));
        series_stems_.push_back(in_root.claim(series.name, suffixes));
    }
}

std::vector<std::string> Layout::dimensions_of(const std::vector<std::size_t>& axes) const {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < axes.size(); ++i) {
        const auto before = std::count(axes.begin(), axes.begin() + static_cast<std::ptrdiff_t>(i), axes[i]);
        names.push_back(sets_[axes[i]][static_cast<std::size_t>(before)]);
    }
    return names;
}

std::string time_units(const RunDescriptor& run) {
    return run.start_date ? "days since " + format_date(*run.start_date) : "day";
}

bool are_instants(std::string_view units) {
    return units.find(" since ") != std::string_view::npos;
}

std::string joined_set_names(const RunDescriptor& run, const std::vector<std::size_t>& axes) {
    std::string text;
    for (const std::size_t axis : axes) text += (text.empty() ? "" : ",") + run.axes[axis].name;
    return text;
}

std::optional<std::vector<std::size_t>> parse_set_names(const RunDescriptor& run, std::string_view names) {
    std::vector<std::size_t> axes;
    while (!names.empty()) {
        const std::string_view name = names.substr(0, names.find(','));
        names.remove_prefix(std::min(name.size() + 1, names.size()));
        const auto found = std::ranges::find(run.axes, name, &SetAxis::name);
        if (found == run.axes.end()) return std::nullopt;
        axes.push_back(static_cast<std::size_t>(found - run.axes.begin()));
    }
    return axes;
}

std::string format_version() {
    return fmt::format("{}.{}", kFormatMajor, kFormatMinor);
}

}  // namespace strife
