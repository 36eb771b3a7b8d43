using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Server.Access;
using AlignZeg.Server.Problems;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Server.Pictures;

/// <summary>
/// Images and label maps made small, for lists of many. Each is made once and kept in the storage; so many at a time as the machine has processors, and a bounded
/// number waits.
/// </summary>
internal sealed class SmallPictures(IBlobStore blobs) : IDisposable
{
    private const int MostWaiting = 512, Quality = 80;
    private readonly ImageDecoder _decoder = new();
    private readonly SemaphoreSlim _room = new(Math.Max(1, Environment.ProcessorCount));
    private int _waiting;

    /// <summary>An uploaded image as a JPEG, upright.</summary>
    /// <param name="tenant">Whose.</param> <param name="sha256">Its name.</param> <param name="size">Longer side in pixels, one of <see cref="PictureSizes"/>; smaller images stay as they are.</param> <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ImageRejectedException">It cannot be read.</exception>
    public Task<byte[]> OfImageAsync(TenantScope tenant, string sha256, int size, CancellationToken cancellationToken) => GetAsync(
        $"{tenant.Prefix}small/{size}/{sha256[..2]}/{sha256}.jpg", DatasetBlobNames.ImageOf(tenant.Tenant, sha256), bytes => ToJpeg(bytes, sha256, size), cancellationToken);

    /// <summary>A file of a job, in the format it has; label maps lose whole pixels and are never mixed.</summary>
    /// <param name="job">Whose.</param> <param name="file">Below the job's folder.</param> <param name="size">Longer side in pixels, one of <see cref="PictureSizes"/>.</param> <param name="cancellationToken">Stops waiting.</param>
    public Task<byte[]> OfOutputAsync(JobKey job, string file, int size, CancellationToken cancellationToken) => GetAsync(
        $"{JobBlobNames.Prefix(job)}small/{size}/{file}", JobBlobNames.Prefix(job) + file,
        bytes => file.EndsWith(".png", StringComparison.Ordinal) ? LabelMapPng.Shrink(bytes, file, size) : ToJpeg(bytes, file, size), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _room.Dispose();

    private async Task<byte[]> GetAsync(string name, string source, Func<byte[], byte[]> shrink, CancellationToken cancellationToken)
    {
        if (await blobs.ReadAsync(name, cancellationToken) is { } kept) return kept.Content;
        return await InTurnAsync(async () =>
        {
            var original = await blobs.ReadAsync(source, cancellationToken) ?? throw new ProblemException(ProblemTypes.FileNotFound, "There is no such picture, or it is gone.");
            byte[] small = Shrink(original.Content, shrink);
            await blobs.WriteAsync(name, small, cancellationToken: cancellationToken); // the same bytes whoever makes them
            return small;
        }, cancellationToken);
    }

    private async Task<byte[]> InTurnAsync(Func<Task<byte[]>> act, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            throw new DeviceBusyException("Too many pictures are waited for; ask again in a moment.");
        }

        try
        {
            await _room.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        try
        {
            return await act();
        }
        finally
        {
            _room.Release();
        }
    }

    private byte[] ToJpeg(byte[] bytes, string name, int size) => ImageEncoder.EncodeJpeg(_decoder.DecodeSmall(bytes, name, size), Quality);

    private static byte[] Shrink(byte[] original, Func<byte[], byte[]> shrink)
    {
        try
        {
            return shrink(original);
        }
        catch (ImageRefusedException refused)
        {
            throw new ImageRejectedException(refused.Reason, refused.Message);
        }
    }
}
