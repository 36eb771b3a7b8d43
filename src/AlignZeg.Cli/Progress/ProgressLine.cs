namespace AlignZeg.Cli.Progress;

/// <summary>How far a job is, in words.</summary>
internal static class ProgressLine
{
    public static string Of(ProgressSnapshot snapshot)
    {
        var left = snapshot.Done < snapshot.Total && snapshot.Left is { } time ? $", {Figures.Duration(time)} left" : "";
        if (snapshot.Unit != "images")
        {
            var rate = snapshot.Rate > 0 ? $", {Figures.Rate(snapshot.Rate)}/s" : ""; // unknown at the first of them
            return $"{Figures.Count(snapshot.Done)}/{Figures.Count(snapshot.Total)} {snapshot.Unit}{rate}{left}{snapshot.Note}";
        }

        var silent = snapshot.SilentMinutes > 0 ? $", no progress for {snapshot.SilentMinutes} min" : "";
        return $"{Figures.Count(snapshot.Done)}/{Figures.Images(snapshot.Total)}, {Figures.Rate(snapshot.Rate)} images/s{left}, {Figures.Count(snapshot.Failed)} failed{silent}";
    }
}
