using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Tenants;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Server.Access;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Server.Segmenting;

/// <summary>Segments single images, before all bulk work, on whichever device takes them; the tenant is charged for what was computed and nothing else.</summary>
internal sealed class InteractiveSegmenter(IBlobStore blobs, IGrainFactory grains, SomeDevice devices)
{
    /// <summary>The label map of an image; nothing of it stays in the storage.</summary>
    /// <exception cref="QuotaExceededException">The tenant's quotas do not carry it.</exception>
    /// <exception cref="DeviceBusyException">Every device has as much waiting as it may have.</exception>
    /// <exception cref="ModelUnavailableException">The model does not load, or there is no device.</exception>
    /// <exception cref="TextTooLongException">The model does not read a class to its end.</exception>
    /// <exception cref="ImageRejectedException">The image cannot be read.</exception>
    public async Task<SegmentedMap> SegmentAsync(TenantScope tenant, byte[] image, ModelKey model, DraftOrVersion vocabulary, CancellationToken cancellationToken)
    {
        var bundle = await grains.GetGrain<IModelGrain>(model.ToString()).ResolveAsync(cancellationToken);
        string name = $"{tenant.Prefix}interactive/{Guid.CreateVersion7():N}";
        return await tenant.Account.ChargeAsync(new(1, 0, image.Length, 0, 0), ComputeAsync, cancellationToken);

        async Task<SegmentedMap> ComputeAsync()
        {
            try
            {
                await blobs.WriteAsync(name, image, cancellationToken: cancellationToken);
                var classifier = await ClassifierAsync(bundle, vocabulary, cancellationToken);
                var found = await devices.RunAsync(model, device => device.SegmentAsync(new(bundle, classifier, name, name + ".png", AbstentionRule.Of(vocabulary.Definition), JobTiling.Auto), cancellationToken), cancellationToken);
                await tenant.Account.AddAsync(new(0, (long)found.Width * found.Height, 0, found.DeviceMilliseconds, 0), CancellationToken.None);
                var mask = await blobs.ReadAsync(found.Mask, cancellationToken) ?? throw new StorageException($"The blob '{found.Mask}' is gone; ask again.", StorageFault.Damaged);
                return SegmentedMap.Of(vocabulary.Definition, mask.Content, found);
            }
            finally
            {
                await blobs.DeleteAsync(name, cancellationToken: CancellationToken.None);
                await blobs.DeleteAsync(name + ".png", cancellationToken: CancellationToken.None);
            }
        }
    }

    // A version's classifier is kept by its vocabulary; a draft's is computed each time.
    private Task<BlobRef> ClassifierAsync(ModelBundle bundle, DraftOrVersion vocabulary, CancellationToken cancellationToken) => vocabulary.Version is { } version
        ? version.GetClassifierAsync(vocabulary.Number, bundle, cancellationToken)
        : devices.RunAsync(bundle.Model, device => device.BuildClassifierAsync(bundle, VocabularyTexts.Of(vocabulary.Definition), cancellationToken), cancellationToken);
}
