namespace AlignZeg.Cli.Progress;

/// <summary>Numbers as people read them.</summary>
internal static class Figures
{
    public static string Count(long number) => number.ToString("N0");

    public static string Rate(double perSecond) => perSecond.ToString(perSecond < 10 ? "0.00" : perSecond < 100 ? "0.0" : "N0");

    /// <summary>A fraction as percent with one decimal, "–" where there is none.</summary>
    public static string Percent(double? fraction) => fraction is { } value && !double.IsNaN(value) ? (100 * value).ToString("0.0") : "–";

    /// <summary>A score between 0 and 1, four decimals.</summary>
    public static string Score(double score) => score.ToString("0.0000");

    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 10 } => $"{time.TotalSeconds:0.0} s",
        { TotalMinutes: < 1 } => $"{time.TotalSeconds:0} s",
        { TotalHours: < 1 } => $"{(int)time.TotalMinutes} min {time.Seconds:00} s",
        _ => $"{(int)time.TotalHours} h {time.Minutes:00} min",
    };

    public static string Bytes(long bytes)
    {
        string[] units = ["B", "kB", "MB", "GB", "TB"];
        int unit = 0;
        double value = bytes;
        for (; value >= 1000 && unit < units.Length - 1; unit++) value /= 1000;
        return $"{value.ToString(unit == 0 || value >= 100 ? "0" : "0.0")} {units[unit]}";
    }

    public static string Images(long number) => number == 1 ? "1 image" : Count(number) + " images";
}
