using AlignZeg.Cli.Labelling;
using AlignZeg.Cli.Progress;
using AlignZeg.Datasets.Manifests;
using AlignZeg.Grains.Workers;

namespace AlignZeg.Cli.Planning;

/// <summary>What <c>label</c> would do and cost, without doing it: reads every image once, labels a few of them, writes nothing where results go.</summary>
/// <param name="plan">The request, checked.</param> <param name="probe">Images to label for the estimate; 0 = none, and no model is loaded.</param>
/// <param name="view">Hears how far it is.</param> <param name="time">The clock.</param>
internal sealed class DryRun(LabelPlan plan, int probe, IProgressView view, TimeProvider time)
{
    private readonly IReadOnlyList<ImageEntry> _images = plan.Images.Entries;

    /// <summary>Scans and measures.</summary>
    /// <exception cref="Commands.CommandException">The model does not know a class, or the cluster does not answer.</exception>
    public async Task<JobPreview> RunAsync(CancellationToken cancellationToken)
    {
        view.Stage($"Reading {Figures.Images(plan.Images.Count)}");
        var found = await ScanAsync(cancellationToken);
        var totals = ScanTotals.Of(_images, found);
        var chosen = ScanTotals.Probe(found, probe);
        var (rule, work) = (TileRules.Of(plan.Request.Tiling), Workload.Of(found, TileRules.Of(plan.Request.Tiling)));
        var probed = chosen.Select(index => new ProbedImage(_images[index], rule?.GridOf(found[index].Size!.Value.Width, found[index].Size!.Value.Height)));
        var cost = chosen.Count == 0 ? null : await MeasureAsync([.. probed], work, cancellationToken);
        return new(totals, plan.ClassNames.Count, plan.Vocabulary.Name, $"{plan.Model.Model} ({plan.Model.Hash[..12]})", plan.Fingerprint().Outputs, cost) { Skipped = plan.Images.Skipped, Work = work };
    }

    private async Task<IReadOnlyList<ScannedImage>> ScanAsync(CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        var counter = new ScanCounter();
        var scan = new ImageScan(OwnImages.Decoder(), plan.Request.Tiling is not null).RunAsync(_images, counter, cancellationToken);
        while (!scan.IsCompleted)
        {
            await Task.WhenAny(scan, Task.Delay(TimeSpan.FromMilliseconds(100), time, CancellationToken.None));
            if (!scan.IsCompleted) view.Update(At(counter.Done));
        }

        var found = await scan;
        view.Finish(At(found.Count));
        return found;

        ProgressSnapshot At(int done) => new(done, plan.Images.Count, 0, 0, time.GetElapsedTime(start));
    }

    private async Task<ProbedCost> MeasureAsync(IReadOnlyList<ProbedImage> images, Workload work, CancellationToken cancellationToken)
    {
        using var state = new ScratchFolder("dry-run");
        await using var platform = await Platforms.StartAsync(plan, state.Path, view, cancellationToken);
        var measured = await new DeviceProbe(platform, plan, view, time).RunAsync(images, cancellationToken);
        return new(measured.Images.Count, measured.Devices, DeviceTimeEstimate.From(measured.Images, work.Pieces, work.Pixels));
    }

    private sealed class ScanCounter : IProgress<int>
    {
        private int _done;

        public int Done => Volatile.Read(ref _done);

        // Reports come from many threads and out of order.
        public void Report(int value)
        {
            for (int known = Done; value > known && Interlocked.CompareExchange(ref _done, value, known) != known; known = Done)
            {
                // Another thread was faster: look again.
            }
        }
    }
}
