using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Abstractions.Blobs;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Server.Access;
using AlignZeg.Server.Problems;
using AlignZeg.Server.Results;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Server.Review;

/// <summary>From what a person sends to a review that can be kept.</summary>
internal sealed class Reviewer(IBlobStore blobs, ReviewStore store, TimeProvider time)
{
    private const int LongestNote = 2_000;

    /// <summary>A review of regions or of the whole.</summary>
    /// <exception cref="ProblemException">It cannot be one of this image.</exception>
    public async Task<ImageReview> OfAsync(TenantScope tenant, string job, int index, ReviewBody body, CancellationToken cancellationToken)
    {
        bool corrects = body.Verdict == ReviewVerdict.Corrected;
        if (corrects == (body.Regions is null))
            throw Invalid(corrects ? "A corrected image needs regions, or its label map as the body, a PNG." : "Regions belong to the verdict corrected; leave them out, or say that it is.");
        var (request, record) = await FindAsync(tenant, job, index, cancellationToken);
        var review = Begin(tenant, record, body.Verdict, body.Note);
        if (body.Regions is not { } regions) return review;
        var correction = await CorrectionAsync(tenant, request, cancellationToken);
        var mask = await blobs.ReadAsync(record.Mask!, cancellationToken) ?? throw new StorageException($"The blob '{record.Mask}' is gone; label the image again.", StorageFault.Damaged);
        return await WithMapAsync(tenant.Key(job), review, correction, correction.Apply(LabelMapPng.Decode(mask.Content, "the label map"), regions), cancellationToken);
    }

    /// <summary>A review by a label map as it should be.</summary>
    /// <exception cref="ProblemException">It cannot be one of this image.</exception>
    public async Task<ImageReview> OfMapAsync(TenantScope tenant, string job, int index, byte[] png, string? note, CancellationToken cancellationToken)
    {
        var (request, record) = await FindAsync(tenant, job, index, cancellationToken);
        var correction = await CorrectionAsync(tenant, request, cancellationToken);
        return await WithMapAsync(tenant.Key(job), Begin(tenant, record, ReviewVerdict.Corrected, note), correction, correction.Read(png, record.Width!.Value, record.Height!.Value), cancellationToken);
    }

    private ImageReview Begin(TenantScope tenant, ResultRecord record, ReviewVerdict verdict, string? note)
    {
        if (note?.Length > LongestNote) throw Invalid($"The note is {note.Length:N0} characters long; use at most {LongestNote:N0}.");
        return new(record.Index, record.Image, verdict, record.Mask!, tenant.KeyId, time.GetUtcNow(), Note: string.IsNullOrWhiteSpace(note) ? null : note);
    }

    private async Task<ImageReview> WithMapAsync(JobKey job, ImageReview review, MapCorrection correction, LabelMap map, CancellationToken cancellationToken) =>
        review with { Map = await store.KeepMapAsync(job, correction.ToPng(map), cancellationToken) };

    private static async Task<MapCorrection> CorrectionAsync(TenantScope tenant, JobRequest request, CancellationToken cancellationToken) =>
        new((await tenant.Vocabulary(request.Vocabulary.Name).GetAsync(request.VocabularyVersion, cancellationToken)).Definition);

    private static async Task<NewestResult> FindAsync(TenantScope tenant, string job, int index, CancellationToken cancellationToken)
    {
        var found = await NewestResult.FindAsync(tenant, job, index, cancellationToken);
        return found.Record.Mask is null ? throw Invalid($"Image {index} '{found.Record.Image}' has no label map, since it failed ({found.Record.Reason}); there is nothing to review.") : found;
    }

    private static ProblemException Invalid(string detail) => new(ProblemTypes.InvalidReview, detail);
}
