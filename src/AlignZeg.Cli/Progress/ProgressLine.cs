namespace AlignZeg.Cli.Progress;

/// <summary>How far a job is, in words.</summary>
internal static class ProgressLine
{
    public static string Of(ProgressSnapshot snapshot)
    {
        var left = snapshot.Done < snapshot.Total && snapshot.Left is { } time ? $", {Figures.Duration(time)} left" : "";
        if (snapshot.Unit != "images") return $"{Figures.Count(snapshot.Done)}/{Figures.Count(snapshot.Total)} {snapshot.Unit}, {Figures.Rate(snapshot.Rate)}/s{left}{snapshot.Note}";
        var silent = snapshot.SilentMinutes > 0 ? $", no progress for {snapshot.SilentMinutes} min" : "";
        return $"{Figures.Count(snapshot.Done)}/{Figures.Images(snapshot.Total)}, {Figures.Rate(snapshot.Rate)} images/s{left}, {Figures.Count(snapshot.Failed)} failed{silent}";
    }
}
