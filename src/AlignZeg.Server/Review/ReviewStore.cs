using System.Globalization;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Server.Problems;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Server.Review;

/// <summary>
/// Reviews as blobs, one per image, named by its index: a review replaces the one before, so that a log would have to be thinned out; the store's conditions keep two
/// writers apart, so that no grain is needed whose state would grow; and a list is a listing, in the order of the images.
/// </summary>
internal sealed class ReviewStore(IBlobStore blobs)
{
    private const int Tries = 5, Readers = 16;

    /// <summary>The review of an image and its version in the store; null = nobody reviewed it.</summary>
    public async Task<ImageReview?> FindAsync(JobKey job, int index, CancellationToken cancellationToken) =>
        await blobs.ReadAsync(NameOf(job, index), cancellationToken) is { } blob ? ImageReview.Parse(blob.Content) : null;

    /// <summary>Makes a review durable; one that says the same as what is there changes nothing.</summary>
    /// <param name="job">The job.</param> <param name="review">It.</param> <param name="admit">Given the ETag of what is there; throws if the caller does not want to replace that.</param> <param name="cancellationToken">Stops waiting.</param>
    /// <returns>What is there now, and whether there was nothing before.</returns>
    public async Task<(ImageReview Kept, bool IsNew)> SaveAsync(JobKey job, ImageReview review, Action<string?> admit, CancellationToken cancellationToken)
    {
        string name = NameOf(job, review.Index);
        for (int i = 0; i < Tries; i++)
        {
            var before = await blobs.ReadAsync(name, cancellationToken);
            var known = before is null ? null : ImageReview.Parse(before.Content);
            if (known?.ETag() == review.ETag()) return (known, false); // first: whoever has made it, and not heard so, asks again with the condition that held then
            admit(known?.ETag());
            var condition = before is null ? BlobCondition.IfAbsent : BlobCondition.IfMatch(before.ETag);
            if (await blobs.WriteAsync(name, review.ToBytes(), condition, cancellationToken) is not null) return (review, before is null);
        }

        throw Contended(review.Index);
    }

    /// <summary>Forgets the review of an image.</summary>
    /// <param name="job">The job.</param> <param name="index">Of the image.</param> <param name="admit">As for <see cref="SaveAsync"/>.</param> <param name="cancellationToken">Stops waiting.</param>
    /// <returns>False: there was none.</returns>
    public async Task<bool> DeleteAsync(JobKey job, int index, Action<string?> admit, CancellationToken cancellationToken)
    {
        string name = NameOf(job, index);
        for (int i = 0; i < Tries; i++)
        {
            if (await blobs.ReadAsync(name, cancellationToken) is not { } before) return false;
            admit(ImageReview.Parse(before.Content).ETag());
            if (await blobs.DeleteAsync(name, BlobCondition.IfMatch(before.ETag), cancellationToken)) return true;
        }

        throw Contended(index);
    }

    /// <summary>Stores a corrected map under the hash of its bytes.</summary>
    public async Task<string> KeepMapAsync(JobKey job, byte[] png, CancellationToken cancellationToken) =>
        (await blobs.WriteContentAsync($"{JobBlobNames.Prefix(job)}corrected", png, ".png", cancellationToken)).Name;

    /// <summary>The indices of all reviewed images, ascending.</summary>
    public IAsyncEnumerable<int> ListAsync(JobKey job, CancellationToken cancellationToken)
    {
        string folder = FolderOf(job);
        return blobs.ListAsync(folder, cancellationToken).Select(name => int.Parse(name.AsSpan(folder.Length, name.Length - folder.Length - ".json".Length), NumberStyles.None, CultureInfo.InvariantCulture));
    }

    /// <summary>The reviews of images, in the order given; without those that are gone meanwhile.</summary>
    public async Task<IReadOnlyList<ImageReview>> ReadAsync(JobKey job, IReadOnlyList<int> indices, CancellationToken cancellationToken)
    {
        var found = new ImageReview?[indices.Count];
        await Parallel.ForAsync(0, found.Length, Bounded(cancellationToken), async (i, token) => found[i] = await FindAsync(job, indices[i], token));
        return [.. found.OfType<ImageReview>()];
    }

    /// <summary>Per image whether it was reviewed, in the order given.</summary>
    public async Task<bool[]> AreReviewedAsync(JobKey job, IReadOnlyList<int> indices, CancellationToken cancellationToken)
    {
        var found = new bool[indices.Count];
        await Parallel.ForAsync(0, found.Length, Bounded(cancellationToken), async (i, token) => found[i] = await blobs.ExistsAsync(NameOf(job, indices[i]), token));
        return found;
    }

    private static ProblemException Contended(int index) => new(ProblemTypes.StaleVersion, $"Others review image {index} at the same time; look at what they say, then send it again.");

    private static ParallelOptions Bounded(CancellationToken cancellationToken) => new() { MaxDegreeOfParallelism = Readers, CancellationToken = cancellationToken };

    private static string FolderOf(JobKey job) => $"{JobBlobNames.Prefix(job)}reviews/";

    private static string NameOf(JobKey job, int index) => string.Create(CultureInfo.InvariantCulture, $"{FolderOf(job)}{index:D10}.json");
}
