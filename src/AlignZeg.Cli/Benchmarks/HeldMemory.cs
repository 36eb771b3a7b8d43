namespace AlignZeg.Cli.Benchmarks;

/// <summary>
/// What is still needed: the managed memory that is left when all that nobody refers to is gone. The peak has what was not collected yet beside it, so it can grow with the number of images where nothing is kept of them.
/// </summary>
internal static class HeldMemory
{
    private const int Fewest = 500;

    /// <summary>Now, in bytes. One collection is not enough: pools let go of what they have for nobody in the ones after it.</summary>
    public static long Bytes()
    {
        long held = GC.GetTotalMemory(forceFullCollection: true);
        for (long now; (now = GC.GetTotalMemory(forceFullCollection: true)) < held;) held = now;
        return held;
    }

    /// <summary>By how much more is held for each further image; null where nobody knows, or there are too few to tell them from everything else.</summary>
    /// <param name="few">Held at the end of a small run.</param> <param name="fewImages">Images of that.</param> <param name="all">Held at the end of a large one.</param> <param name="images">Images of that.</param>
    public static double? PerImage(long? few, int fewImages, long? all, int images) =>
        few is null || all is null || images - fewImages < Fewest ? null : Math.Round((all.Value - few.Value) / (double)(images - fewImages), 1);
}
