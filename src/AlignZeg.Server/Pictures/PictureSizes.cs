namespace AlignZeg.Server.Pictures;

/// <summary>The sizes that small pictures come in: few, so that what is kept of an image is bounded.</summary>
internal static class PictureSizes
{
    private static readonly int[] Sizes = [128, 256, 512, 1_024, 2_048];

    /// <summary>The smallest that is at least as large as asked for, or the largest there is.</summary>
    /// <param name="asked">Pixels of the longer side.</param>
    public static int For(int asked) => Sizes.FirstOrDefault(size => size >= asked, Sizes[^1]);
}
