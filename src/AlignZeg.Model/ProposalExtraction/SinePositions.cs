namespace AlignZeg.Model.ProposalExtraction;

/// <summary>Fixed 2-D positions: half the channels for the row, half for the column, sines and cosines of falling frequency. Source: DETR's scheme, normalised.</summary>
internal static class SinePositions
{
    /// <returns>[1, h·w, C]; C a multiple of 4.</returns>
    public static Tensor Of(int height, int width, int channels, Device device)
    {
        using var scope = NewDisposeScope();
        int quarter = channels / 4;
        var frequency = pow(10000, -arange(quarter, dtype: ScalarType.Float32, device: device) / quarter);      // [C/4]
        var rows = Wave(height, frequency, device).unsqueeze(1).expand(height, width, -1);                      // [h, w, C/2]
        var columns = Wave(width, frequency, device).unsqueeze(0).expand(height, width, -1);                    // [h, w, C/2]
        return cat([rows, columns], -1).view(1, height * width, channels).MoveToOuterDisposeScope();
    }

    private static Tensor Wave(int length, Tensor frequency, Device device)
    {
        var angle = ((arange(length, dtype: ScalarType.Float32, device: device) + .5) * (2 * Math.PI / length)).unsqueeze(1) * frequency;
        return cat([angle.sin(), angle.cos()], -1);                                                             // [length, C/2]
    }
}
