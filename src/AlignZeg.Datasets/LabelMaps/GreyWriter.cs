namespace AlignZeg.Datasets.LabelMaps;

/// <summary>Writes an 8-bit grey PNG while its rows come: bit for bit what <see cref="LabelMapPng.EncodeGrey"/> writes of a picture that is there already.</summary>
/// <param name="file">Stays open.</param> <param name="width">Pixels.</param> <param name="height">Pixels.</param>
public sealed class GreyWriter(Stream file, int width, int height) : IDisposable
{
    private readonly PngWriter _png = new(file, width, height, 8, palette: default);

    /// <summary>Takes the next rows.</summary>
    public void Add(ReadOnlySpan<byte> levels) => _png.Add(levels);

    /// <summary>Ends the file.</summary>
    /// <exception cref="InvalidOperationException">Rows are missing.</exception>
    public void Complete() => _png.Complete();

    /// <inheritdoc/>
    public void Dispose() => _png.Dispose();
}
