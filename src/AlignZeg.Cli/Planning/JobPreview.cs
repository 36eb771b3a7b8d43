using AlignZeg.Datasets.Containers;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Cli.Planning;

/// <summary>What a job would do and cost.</summary>
/// <param name="Totals">What its images are.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="Vocabulary">Name of the vocabulary.</param>
/// <param name="Model">Name and hash of the model.</param>
/// <param name="Outputs">What is written per image.</param>
/// <param name="Cost">What it would cost; null if nothing was measured.</param>
internal sealed record JobPreview(ScanTotals Totals, int Classes, string Vocabulary, string Model, string Outputs, ProbedCost? Cost)
{
    /// <summary>Files of archives and tables that are not taken, by reason.</summary>
    public IReadOnlyList<SkippedFiles> Skipped { get; init; } = [];

    /// <summary>What devices have to read.</summary>
    public required Workload Work { get; init; }

    /// <summary>Images that would fail, as far as their headers say.</summary>
    public long Unreadable => Totals.Unreadable.Sum(reason => reason.Images);
}

/// <summary>What images cost, told from some that were labelled.</summary>
/// <param name="Probed">Images that were measured.</param>
/// <param name="Devices">Device threads that would work on the job.</param>
/// <param name="DeviceTime">Time on devices of the whole job.</param>
internal sealed record ProbedCost(int Probed, int Devices, DeviceTimeEstimate DeviceTime)
{
    /// <summary>Time until the end if the devices are free and never wait.</summary>
    public TimeSpan Wall => TimeSpan.FromSeconds(DeviceTime.Seconds / Devices);
}
