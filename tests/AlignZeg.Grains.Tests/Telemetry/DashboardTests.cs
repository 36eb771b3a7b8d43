using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using AlignZeg.Abstractions.Telemetry;
using AlignZeg.Architecture.Tests;
using AlignZeg.Grains.Telemetry;
using AlignZeg.Storage.Blobs;
using Xunit;

namespace AlignZeg.Grains.Tests.Telemetry;

public sealed partial class DashboardTests
{
    [Fact]
    public void Dashboard_AsksForMetricsThatThereAre()
    {
        var known = Instruments().SelectMany(SeriesOf).ToHashSet();
        string[] asked = [.. Series().Matches(File.ReadAllText(Path.Combine(Repository.Root, "deploy/grafana/alignzeg.json"))).Select(match => match.Value).Distinct()];
        Assert.True(asked.Length >= 12);
        Assert.Equal([], asked.Except(known));
    }

    [Fact]
    public void Readme_NamesEveryMetric()
    {
        string readme = File.ReadAllText(Path.Combine(Repository.Root, "src/AlignZeg.Server/Telemetry/README.md"));
        Assert.Equal([], Instruments().Select(instrument => instrument.Name).Where(name => !readme.Contains($"`{name}`", StringComparison.Ordinal)));
    }

    private static List<Instrument> Instruments()
    {
        var found = new List<Instrument>();
        using var meters = new TestMeters();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == PlatformTelemetry.Name && ReferenceEquals(instrument.Meter.Scope, meters)) found.Add(instrument);
        };
        listener.Start();
        _ = new LabellingMeter(meters);
        _ = new MeteredBlobStore(null!, meters);
        return found;
    }

    // As the exporter for Prometheus writes names: units as words, "_total" for what only grows.
    private static IEnumerable<string> SeriesOf(Instrument instrument)
    {
        string name = instrument.Name.Replace('.', '_');
        string unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        if (unit.Length > 0 && !name.EndsWith(unit, StringComparison.Ordinal)) name += unit;
        return instrument is Counter<long> or Counter<double> ? [name + "_total"] : [name + "_bucket", name + "_sum", name + "_count"];
    }

    [GeneratedRegex("alignzeg_[a-z_]+", RegexOptions.NonBacktracking)]
    private static partial Regex Series();
}
