using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Progress;
using AlignZeg.Client.Jobs;

namespace AlignZeg.Cli.Remote;

/// <summary>A remote job in words.</summary>
internal static class JobPage
{
    public static void Show(RemoteOutput output, Job job) => output.Show(
        job,
        ("Job", job.Id), ("Phase", Phase(job)), ("Problem", job.Problem), ("Images", $"{Figures.Count(job.Done())} of {Figures.Count(job.Total)}"), ("Failed", Failed(job)),
        ("Rate", job.ImagesPerSecond is { } rate ? $"{Figures.Rate(rate)} images/s" : null), ("Left", job.SecondsLeft is { } left ? Figures.Duration(TimeSpan.FromSeconds(left)) : null),
        ("Used", $"{Figures.Count(job.Usage.Pixels)} pixels, {Figures.Bytes(job.Usage.Bytes)}, {Figures.Duration(TimeSpan.FromSeconds(job.Usage.DeviceSeconds))} on devices"),
        ("Started", Time(job.StartedAt)), ("Ended", job.EndedAt is { } ended ? Time(ended) : null));

    public static string Phase(Job job) => job.Phase.ToString().ToLowerInvariant();

    public static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss'Z'");

    /// <summary>3 if a completed job has failed images, 1 if it rests without being completed.</summary>
    public static int ExitCodeOf(Job job) => job.Phase switch
    {
        JobPhase.Completed => job.Failed > 0 ? ExitCode.DoneWithFailedItems : ExitCode.Done,
        _ => job.IsAtRest() ? ExitCode.Failed : ExitCode.Done,
    };

    private static string Failed(Job job) =>
        Figures.Count(job.Failed) + (job.Failed == 0 ? "" : $" ({string.Join(", ", job.FailuresByReason.OrderByDescending(one => one.Value).Select(one => $"{one.Key}: {one.Value:N0}"))})");
}
