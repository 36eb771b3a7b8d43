namespace AlignZeg.Server.Review;

/// <summary>The most uncertain of all images that it is given, in bounded memory.</summary>
/// <param name="most">Images kept.</param>
internal sealed class ReviewQueue(int most)
{
    private readonly SortedSet<ReviewImage> _kept = new(Comparer<ReviewImage>.Create((one, other) => one.Position().Against(other.Position())));

    /// <summary>Takes an image in, if it is among the first; the same image again is in it once.</summary>
    public void Add(ReviewImage image)
    {
        if (_kept.Count == most && image.Position().Against(_kept.Max!.Position()) > 0) return;
        if (_kept.Add(image) && _kept.Count > most) _kept.Remove(_kept.Max!);
    }

    /// <summary>The images after a place, in their order.</summary>
    public IReadOnlyList<ReviewImage> After(ReviewPosition place, int limit) => [.. _kept.Where(image => image.Position().Against(place) > 0).Take(limit)];
}
