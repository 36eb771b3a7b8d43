using System.Text;

namespace AlignZeg.Datasets.Rle;

/// <summary>
/// COCO's compressed counts: per run, from the fourth on less the run two before, groups of five bits, low ones first, in two's complement; bit 0x20 says
/// that more follow; 48 is added to each.
/// </summary>
public static class RleText
{
    private const int MostGroups = 13;      // 65 bits: more than a long has

    /// <summary>Writes run lengths.</summary>
    public static string Write(IReadOnlyList<long> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var text = new StringBuilder(2 * counts.Count);
        for (var i = 0; i < counts.Count; i++) Append(text, i > 2 ? counts[i] - counts[i - 2] : counts[i]);
        return text.ToString();
    }

    /// <summary>Reads run lengths.</summary>
    /// <exception cref="RleException">A character is not of the alphabet, the text ends inside a run, or a run is negative or too long.</exception>
    public static IReadOnlyList<long> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var counts = new List<long>();
        for (var at = 0; at < text.Length;)
        {
            var (start, run) = (at, Take(text, ref at));
            if (counts.Count > 2) run += counts[^2];
            if (run < 0) throw new RleException($"The run-length text has a run of {run} pixels at character {start}.");
            counts.Add(run);
        }

        return counts;
    }

    private static void Append(StringBuilder text, long value)
    {
        bool more;
        do
        {
            var group = (int)(value & 0x1F);
            value >>= 5;
            more = (group & 0x10) != 0 ? value != -1 : value != 0;
            text.Append((char)(48 + group + (more ? 0x20 : 0)));
        }
        while (more);
    }

    private static long Take(string text, ref int at)
    {
        var value = 0L;
        for (var group = 0; group < MostGroups; group++)
        {
            if (at == text.Length) throw new RleException($"The run-length text ends inside a run, after {text.Length} characters.");
            var code = text[at] - 48;
            if (code is < 0 or > 63) throw new RleException($"The run-length text has a character at {at} that is none of its alphabet.");
            at++;
            value |= (long)(code & 0x1F) << (5 * group);
            if ((code & 0x20) != 0) continue;
            return (code & 0x10) != 0 && 5 * (group + 1) < 64 ? value | (-1L << (5 * (group + 1))) : value;
        }

        throw new RleException($"The run-length text has a run of more than 64 bits before character {at}.");
    }
}
