// SPDX-License-Identifier: Apache-2.0
#include "scenario/yaml_events.h"

#include <algorithm>
#include <istream>
#include <streambuf>
#include <utility>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

namespace strife {
namespace {

// Thrown through yaml-cpp to end reading early.
struct StopReading {
    YamlFault fault;
};

// Reads from a text that somebody else owns, so that 16 MiB are not copied.
class ViewBuffer final : public std::streambuf {
  public:
    explicit ViewBuffer(std::string_view text) {
        char* begin = const_cast<char*>(text.data());  // a get area is never written to
        setg(begin, begin, begin + text.size());
    }
};

class Recorder final : public YAML::EventHandler {
  public:
    Recorder(YamlRecording& recording, std::size_t text_size, const YamlLimits& limits)
        : recording_(recording), text_size_(text_size), limits_(limits) {}

    void OnDocumentStart(const YAML::Mark& mark) override {
        if (recording_.document_at) stop(YamlFaultKind::second_document, mark);
        recording_.document_at = place(mark);
    }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { add(YamlEventKind::null, mark, anchor); }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override { add(YamlEventKind::alias, mark, anchor); }
    void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, const std::string& value) override {
        add(YamlEventKind::scalar, mark, anchor, value);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
        open(YamlEventKind::list_begin, mark, anchor);
    }
    void OnSequenceEnd() override { close(YamlEventKind::list_end); }
    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
        open(YamlEventKind::map_begin, mark, anchor);
    }
    void OnMapEnd() override { close(YamlEventKind::map_end); }

    // yaml-cpp counts bytes of UTF-8, from after a byte order mark.
    [[nodiscard]] std::uint32_t place(const YAML::Mark& mark) const {
        return static_cast<std::uint32_t>(std::clamp<std::int64_t>(mark.pos, 0, static_cast<std::int64_t>(text_size_)));
    }

  private:
    [[noreturn]] void stop(YamlFaultKind kind, const YAML::Mark& mark) const { throw StopReading{{kind, place(mark), {}}}; }

    void add(YamlEventKind kind, const YAML::Mark& mark, YAML::anchor_t anchor, const std::string& value = {}) {
        if (++n_nodes_ > limits_.nodes) stop(YamlFaultKind::size, mark);
        recording_.events.push_back({kind, place(mark), anchor, value});
    }
    void open(YamlEventKind kind, const YAML::Mark& mark, YAML::anchor_t anchor) {
        if (++depth_ > limits_.depth) stop(YamlFaultKind::depth, mark);
        add(kind, mark, anchor);
    }
    void close(YamlEventKind kind) {
        --depth_;
        recording_.events.push_back({kind, 0, 0, {}});
    }

    YamlRecording& recording_;
    std::size_t text_size_;
    YamlLimits limits_;
    std::size_t depth_ = 0;
    std::size_t n_nodes_ = 0;
};

}  // namespace

YamlRecording record_yaml(std::string_view text, const YamlLimits& limits) {
    YamlRecording recording;
    Recorder recorder(recording, text.size(), limits);
    try {
        ViewBuffer buffer(text);
        std::istream stream(&buffer);
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(recorder)) {
        }
    } catch (const StopReading& stopped) {
        recording.fault = stopped.fault;
    } catch (const YAML::Exception& error) {
        recording.fault = YamlFault{YamlFaultKind::syntax, recorder.place(error.mark), error.msg};
    } catch (const std::exception& error) {
        recording.fault = YamlFault{YamlFaultKind::syntax, 0, error.what()};
    }
    return recording;
}

}  // namespace strife
