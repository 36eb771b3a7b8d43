using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Results;
using AlignZeg.Cli.Training;
using AlignZeg.Datasets.Worlds;
using AlignZeg.Model.Inference;

namespace AlignZeg.Cli.Benchmarks;

/// <summary>
/// What forward passes cost on this machine beside what it can do at most: every round measures each row and the machine's matrix product, so that a busy machine slows
/// all of them; the shares are medians over rounds.
/// </summary>
internal sealed class SpeedBenchmark(int rounds, int threads, bool json)
{
    private const int FewClasses = 20, ManyClasses = 1000, AgreementScenes = 40, AgreementSeed = 31;
    private static readonly int[] Batches = [1, 8];

    /// <summary>Measures and prints one JSON line.</summary>
    public int Run(CancellationToken cancellationToken)
    {
        TorchDevices.Threads = threads;
        var rows = new List<SpeedRow>();
        foreach (var precision in new[] { Precision.Fp32, Precision.Bf16 })
        {
            using (var clip = ForwardProbe.ClipB16(precision))
                foreach (int batch in Batches) rows.Add(Measure(clip, batch, cancellationToken));
            using var network = ForwardProbe.AlignZegB16(precision, FewClasses);
            foreach (int batch in Batches) rows.Add(Measure(network, batch, cancellationToken));
        }

        Print(rows, ByPrecision(cancellationToken), ByClasses(cancellationToken), Agreement(cancellationToken));
        return ExitCode.Done;
    }

    private SpeedRow Measure(ForwardProbe probe, int batch, CancellationToken cancellationToken)
    {
        PeakMemory.Reset();
        probe.Run(batch); // compiled code and caches are warm after this one
        List<double> rates = [], peaks = [];
        for (int round = 0; round < rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            peaks.Add(ForwardProbe.MatrixPeak(probe.Precision, Seconds));
            rates.Add(batch / Seconds(() => probe.Run(batch)));
        }

        var row = new SpeedRow(
            probe.Name, probe.Precision.Name(), batch, Medians.Of(rates), Medians.Of(rates) * probe.Gigaflop,
            Medians.Of([.. rates.Zip(peaks, (rate, peak) => rate * probe.Gigaflop / peak)]), Medians.Of(peaks), PeakMemory.Megabytes());
        Say(string.Create(CultureInfo.InvariantCulture,
            $"{row.Name} {row.Precision} batch {batch}: {row.ImagesPerSecond:F2} images/s, {row.GigaflopsPerSecond:F0} GFLOP/s, {row.ShareOfPeak:P0} of {row.PeakGigaflopsPerSecond:F0}, {row.PeakMegabytes} MB"));
        return row;
    }

    /// <summary>Images/s with a thousand classes over that with twenty.</summary>
    private double ByClasses(CancellationToken cancellationToken)
    {
        using var few = ForwardProbe.AlignZegB16(Precision.Fp32, FewClasses);
        using var many = ForwardProbe.AlignZegB16(Precision.Fp32, ManyClasses);
        return Ratio($"{ManyClasses} classes over {FewClasses}", many, few, batch: 1, cancellationToken);
    }

    /// <summary>CLIP's images/s in bf16 over that in fp32.</summary>
    private double ByPrecision(CancellationToken cancellationToken)
    {
        using var full = ForwardProbe.ClipB16(Precision.Fp32);
        using var half = ForwardProbe.ClipB16(Precision.Bf16);
        return Ratio("CLIP in bf16 over fp32", half, full, Batches[^1], cancellationToken);
    }

    /// <summary>Images/s of one over another's, turn by turn.</summary>
    private double Ratio(string name, ForwardProbe one, ForwardProbe other, int batch, CancellationToken cancellationToken)
    {
        one.Run(batch);
        other.Run(batch);
        var ratios = new List<double>();
        for (int round = 0; round < rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ratios.Add(Seconds(() => other.Run(batch)) / Seconds(() => one.Run(batch)));
        }

        Say(string.Create(CultureInfo.InvariantCulture, $"images/s, {name}: {Medians.Of(ratios):F3}"));
        return Medians.Of(ratios);
    }

    /// <summary>Share of pixels that the shipped model labels alike in both precisions, on scenes of its world.</summary>
    private double Agreement(CancellationToken cancellationToken)
    {
        var world = World.Create();
        using var reference = Segmenter.Load(Labelling.LabelPlan.DefaultModel);
        using var fast = Segmenter.Load(Labelling.LabelPlan.DefaultModel, precision: Precision.Bf16);
        var classifier = reference.BuildClassifier(WorldScores.RequestOf(world), cancellationToken);
        long same = 0, all = 0;
        WorldScores.ForEach(world, reference.InputSizeFor, AgreementScenes, AgreementSeed, (input, _) =>
        {
            var (a, b) = (reference.Segment([input], classifier)[0].Labels, fast.Segment([input], classifier)[0].Labels);
            all += a.Length;
            for (int i = 0; i < a.Length; i++) same += a[i] == b[i] ? 1 : 0;
        }, cancellationToken);
        Say(string.Create(CultureInfo.InvariantCulture, $"pixels alike in bf16 and fp32: {(double)same / all:P2}"));
        return (double)same / all;
    }

    private void Print(List<SpeedRow> rows, double speedup, double classes, double agreement) => Console.Out.WriteLine(JsonSerializer.Serialize(new
    {
        Benchmark = "model",
        Threads = threads,
        Rounds = rounds,
        Rows = rows,
        ClipShareOfPeak = rows.Where(row => row.Precision == "fp32" && row.Name.StartsWith("clip", StringComparison.Ordinal)).Min(row => row.ShareOfPeak),
        Bf16Speedup = speedup,
        Bf16Agreement = agreement,
        ThousandClassesRatio = classes,
    }, ResultJson.Line));

    private void Say(string line)
    {
        if (!json) Console.Out.WriteLine(line);
    }

    private static double Seconds(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}

/// <summary>One measured row.</summary>
/// <param name="Name">Architecture and input.</param> <param name="Precision">fp32 or bf16.</param> <param name="Batch">Images a pass.</param>
/// <param name="ImagesPerSecond">Median.</param> <param name="GigaflopsPerSecond">Of matrix products.</param> <param name="ShareOfPeak">Of the machine's matrix product in the same round.</param>
/// <param name="PeakGigaflopsPerSecond">That product.</param> <param name="PeakMegabytes">Largest resident memory of the process; 0 where the system does not say.</param>
internal sealed record SpeedRow(
    string Name, string Precision, int Batch, double ImagesPerSecond, double GigaflopsPerSecond, double ShareOfPeak, double PeakGigaflopsPerSecond, long PeakMegabytes);
