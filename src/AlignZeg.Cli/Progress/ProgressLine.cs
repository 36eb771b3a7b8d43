namespace AlignZeg.Cli.Progress;

/// <summary>How far a job is, in words.</summary>
internal static class ProgressLine
{
    public static string Of(ProgressSnapshot snapshot)
    {
        var left = snapshot.Done < snapshot.Total && snapshot.Left is { } time ? $", {Figures.Duration(time)} left" : "";
        return $"{Figures.Count(snapshot.Done)}/{Figures.Images(snapshot.Total)}, {Figures.Rate(snapshot.Rate)} images/s{left}, {Figures.Count(snapshot.Failed)} failed";
    }
}
