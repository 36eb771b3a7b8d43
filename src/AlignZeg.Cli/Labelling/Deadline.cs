using System.Globalization;

namespace AlignZeg.Cli.Labelling;

/// <summary>When a job should be done, as a person says it: a time (<c>2026-03-01T18:00</c>, <c>18:00</c>) or how long from now (<c>90m</c>, <c>2h</c>, <c>1d</c>).</summary>
internal static class Deadline
{
    /// <summary>The time that is meant; null if the text is neither.</summary>
    public static DateTimeOffset? Parse(string text, DateTimeOffset now)
    {
        if (Duration(text) is { } span) return now + span;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time) ? time : null;
    }

    private static TimeSpan? Duration(string text)
    {
        if (text.Length < 2 || !double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)) return null;
        return text[^1] switch
        {
            's' when number < 1e9 => TimeSpan.FromSeconds(number),
            'm' when number < 1e7 => TimeSpan.FromMinutes(number),
            'h' when number < 1e6 => TimeSpan.FromHours(number),
            'd' when number < 1e4 => TimeSpan.FromDays(number),
            _ => null,
        };
    }
}
