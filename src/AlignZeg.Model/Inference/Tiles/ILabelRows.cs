namespace AlignZeg.Model.Inference.Tiles;

/// <summary>Takes the result of a picture from top to bottom, as it is made. Called on the thread that owns the device.</summary>
public interface ILabelRows
{
    /// <summary>The first row comes next. What came before is void: the picture is segmented again.</summary>
    void Begin();

    /// <summary>Takes the next rows.</summary>
    /// <param name="labels">Whole rows, as in <see cref="SegmentedImage.Labels"/>; valid during the call.</param> <param name="confidence">As in <see cref="SegmentedImage.Confidence"/>.</param>
    void Add(ReadOnlySpan<ushort> labels, ReadOnlySpan<byte> confidence);
}
