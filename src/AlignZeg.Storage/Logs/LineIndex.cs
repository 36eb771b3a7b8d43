namespace AlignZeg.Storage.Logs;

/// <summary>Where the lines of a log begin, remembered for every 64th: a page is found without reading from the start.</summary>
internal sealed class LineIndex
{
    private const int Step = 64;
    private readonly List<long> _starts = [];

    /// <summary>Number of lines.</summary>
    public long Count { get; private set; }

    /// <summary>Length of all lines with their newlines, in bytes.</summary>
    public long Length { get; private set; }

    /// <summary>Adds a line of so many bytes, newline included.</summary>
    public void Add(int bytes)
    {
        if (Count % Step == 0) _starts.Add(Length);
        Count++;
        Length += bytes;
    }

    /// <summary>The nearest remembered line at or before one that exists, and its position.</summary>
    public (long Line, long Position) AtOrBefore(long line) => (line - line % Step, _starts[(int)(line / Step)]);
}
