namespace AlignZeg.Model.Training;

/// <summary>Where the batches of the segmentation phase come from.</summary>
/// <param name="Make">Makes batch i, in order, on a thread beside the device's.</param> <param name="Seek">Goes to the position that a batch told.</param>
internal sealed record BatchSource(Func<long, TrainingBatch> Make, Action<long> Seek)
{
    /// <summary>Pictures in memory.</summary>
    /// <param name="images">Of any sizes.</param> <param name="batch">Pictures of 64 x 64 per batch.</param> <param name="seed">Of the order.</param>
    public static BatchSource Of(IReadOnlyList<TrainingImage> images, int batch, int seed)
    {
        var set = new TrainingSet(images, seed);
        return new(_ => set.Augment(set.Next(batch)), set.Seek);
    }

    /// <summary>Pictures made ready one by one, those of a batch in parallel.</summary>
    /// <param name="pictures">Their source; it draws and augments by itself.</param> <param name="batch">Pictures per batch.</param>
    public static BatchSource Of(IPictureSource pictures, int batch) => new(
        i =>
        {
            var drawn = new TrainingImage[batch];
            Parallel.For(0, batch, slot => drawn[slot] = pictures.Draw(i, slot));
            return new(drawn, BatchAugmentation.None, i + 1);
        },
        _ => { });
}
