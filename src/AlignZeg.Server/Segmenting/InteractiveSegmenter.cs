using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Tenants;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Server.Access;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Server.Segmenting;

/// <summary>Segments single images, before all bulk work, on whichever device takes them; the tenant is charged for what was computed and nothing else.</summary>
internal sealed class InteractiveSegmenter(IBlobStore blobs, IGrainFactory grains)
{
    /// <summary>The label map of an image; nothing of it stays in the storage.</summary>
    /// <exception cref="QuotaExceededException">The tenant's quotas do not carry it.</exception>
    /// <exception cref="DeviceBusyException">Every device has as much waiting as it may have.</exception>
    /// <exception cref="ModelUnavailableException">The model does not load, or there is no device.</exception>
    /// <exception cref="ImageRejectedException">The image cannot be read.</exception>
    public async Task<SegmentedMap> SegmentAsync(TenantScope tenant, byte[] image, ModelKey model, DraftOrVersion vocabulary, CancellationToken cancellationToken)
    {
        var bundle = await grains.GetGrain<IModelGrain>(model.ToString()).ResolveAsync(cancellationToken);
        var known = new LabellingUsage(1, 0, image.Length, 0, 0);
        await tenant.Account.AdmitAsync(known, cancellationToken);
        string name = $"{tenant.Prefix}interactive/{Guid.CreateVersion7():N}";
        try
        {
            await blobs.WriteAsync(name, image, cancellationToken: cancellationToken);
            var classifier = await ClassifierAsync(bundle, vocabulary, cancellationToken);
            var found = await OnSomeDeviceAsync(model, device => device.SegmentAsync(new(bundle, classifier, name, name + ".png", AbstentionRule.Of(vocabulary.Definition)), cancellationToken), cancellationToken);
            await tenant.Account.AddAsync(new(0, (long)found.Width * found.Height, 0, found.DeviceMilliseconds, 0), CancellationToken.None);
            var mask = await blobs.ReadAsync(found.Mask, cancellationToken) ?? throw new StorageException($"The blob '{found.Mask}' is gone; ask again.", StorageFault.Damaged);
            return SegmentedMap.Of(vocabulary.Definition, mask.Content, found);
        }
        catch (Exception exception) when (exception is not ImageRejectedException) // an image that cannot be read was looked at, as in a job
        {
            await tenant.Account.AddAsync(LabellingUsage.None.Minus(known), CancellationToken.None);
            throw;
        }
        finally
        {
            await blobs.DeleteAsync(name, cancellationToken: CancellationToken.None);
            await blobs.DeleteAsync(name + ".png", cancellationToken: CancellationToken.None);
        }
    }

    // A version's classifier is kept by its vocabulary; a draft's is computed each time.
    private Task<BlobRef> ClassifierAsync(ModelBundle bundle, DraftOrVersion vocabulary, CancellationToken cancellationToken) => vocabulary.Version is { } version
        ? version.GetClassifierAsync(vocabulary.Number, bundle, cancellationToken)
        : OnSomeDeviceAsync(bundle.Model, device => device.BuildClassifierAsync(bundle, VocabularyTexts.Of(vocabulary.Definition), cancellationToken), cancellationToken);

    /// <summary>Has a device do something. Begins anywhere, so that callers spread over the devices; one that is full or lost makes way for the next.</summary>
    public async Task<T> OnSomeDeviceAsync<T>(ModelKey model, Func<IModelInstanceGrain, Task<T>> act, CancellationToken cancellationToken)
    {
        var devices = await grains.GetGrain<IModelGrain>(model.ToString()).ListInstancesAsync(cancellationToken);
        Exception? last = null;
        for (int i = 0, first = Random.Shared.Next(Math.Max(1, devices.Count)); i < devices.Count; i++)
        {
            try
            {
                return await act(grains.GetGrain<IModelInstanceGrain>(devices[(first + i) % devices.Count].ToString()));
            }
            catch (Exception exception) when (exception is DeviceBusyException or OrleansException or TimeoutException)
            {
                if (last is not DeviceBusyException) last = exception;
            }
        }

        if (last is DeviceBusyException) throw new DeviceBusyException(last.Message);
        throw new ModelUnavailableException($"No device can compute with the model '{model}' now; start a worker, or try again in a moment.", last);
    }
}
