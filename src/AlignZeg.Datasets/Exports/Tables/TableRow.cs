namespace AlignZeg.Datasets.Exports.Tables;

/// <summary>A row that waits for its row group.</summary>
/// <param name="Picture">File name of the picture.</param> <param name="PictureBytes">Its bytes; null = they are not in the table.</param>
/// <param name="Mask">File name of the label map.</param> <param name="MaskBytes">Its bytes, a PNG.</param> <param name="Classes">The ids in it, ascending.</param>
internal sealed record TableRow(string Picture, byte[]? PictureBytes, string Mask, byte[] MaskBytes, long[] Classes)
{
    /// <summary>What it takes in memory, nearly.</summary>
    public long Bytes => (PictureBytes?.LongLength ?? 0) + MaskBytes.LongLength;
}
