namespace AlignZeg.Datasets.Spools;

/// <summary>Records in the order of their names, one after the other in a file.</summary>
/// <param name="Start">Place of the first.</param> <param name="End">Place behind the last.</param>
internal readonly record struct SpooledRun(long Start, long End)
{
    private const int Page = 16 << 10;

    /// <summary>Goes through them; memory holds a page, or the largest record.</summary>
    public IEnumerable<SpooledRecord> Read(SpoolDisk disk)
    {
        var (page, at, filled, place) = (new byte[Page], 0, 0, Start);
        while (place + at < End)
        {
            int length = filled - at < SpooledRecord.Head ? SpooledRecord.Head : SpooledRecord.LengthOf(page.AsSpan(at));
            if (filled - at >= length)
            {
                yield return SpooledRecord.Read(page.AsSpan(at));
                at += length;
                continue;
            }

            (place, at) = (place + at, 0);
            if (length > page.Length) page = new byte[length];
            filled = (int)Math.Min(page.Length, End - place);
            disk.Read(place, page.AsSpan(0, filled));
        }
    }
}
