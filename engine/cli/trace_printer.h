// Prints the steps of a replication: in words for people, as CSV for programs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <string>

#include "kernel/trace.h"

namespace strife {

class TracePrinter final : public TraceSink {
  public:
    // `csv` may be null. Its columns: time_days, date, kind, name, cause, rate_per_day, share, detail.
    TracePrinter(const Model& model, std::ostream& words, std::ostream* csv);

    void fired(const TraceFiring& firing) override;
    void changed(std::uint32_t state, std::uint32_t element, double before, double after) override;
    void emitted(double time, std::uint32_t event, std::span<const double> attributes) override;
    void spawned(std::uint32_t kind, double agent, std::span<const double> attributes) override;
    void removed(std::uint32_t kind, double agent) override;
    void changed_agent(std::uint32_t kind, double agent, std::uint32_t field, double before, double after) override;
    void began(double time, std::uint32_t activity, std::uint32_t member, double duration) override;

  private:
    [[nodiscard]] std::string instant(double time) const;
    [[nodiscard]] std::string field_text(const ModelField& field, double value) const;
    void row(const std::string& kind, const std::string& name, const std::string& cause, const std::string& rate,
             const std::string& share, const std::string& detail);

    const Model& model_;
    std::ostream& words_;
    std::ostream* csv_;
    double time_ = 0.0;
};

}  // namespace strife
