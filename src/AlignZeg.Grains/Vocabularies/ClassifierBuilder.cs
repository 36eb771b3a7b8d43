using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Grains.Devices;
using Microsoft.Extensions.Logging;

namespace AlignZeg.Grains.Vocabularies;

/// <summary>Has a classifier computed on some device of the cluster; if its silo is lost on the way, or cannot have the model, on another.</summary>
internal sealed partial class ClassifierBuilder(DeviceDirectory devices, ILogger<ClassifierBuilder> logger)
{
    /// <exception cref="ModelUnavailableException">The model does not load, or there is no device.</exception>
    /// <exception cref="DeviceBusyException">No device has room for the model now.</exception>
    public async Task<BlobRef> BuildAsync(IGrainFactory grains, ModelBundle model, VocabularyDefinition definition, KnownTexts? known)
    {
        var texts = VocabularyTexts.Of(definition) with { Known = known };
        Exception? last = null, unavailable = null;
        foreach (var instance in devices.InstancesOf(model.Model))
        {
            try
            {
                return await grains.GetGrain<IModelInstanceGrain>(instance.ToString()).BuildClassifierAsync(model, texts);
            }
            catch (Exception exception) when (exception is OrleansException or TimeoutException or DeviceBusyException or ModelUnavailableException)
            {
                LogNotComputed(logger, instance.ToString(), exception);
                last = exception;
                if (exception is ModelUnavailableException) unavailable ??= exception; // there: another machine may have room for it
            }
        }

        if (last is DeviceBusyException) throw new DeviceBusyException(last.Message);
        if (unavailable is not null) throw new ModelUnavailableException(unavailable.Message, unavailable);
        throw new ModelUnavailableException($"No device can compute with the model '{model.Model}' now; start a worker, or try again in a moment.", last);
    }

    [LoggerMessage(LogLevel.Warning, "The device of {Instance} is busy, cannot have the model, or was lost while it computed a classifier; trying the next one.")]
    private static partial void LogNotComputed(ILogger logger, string instance, Exception exception);
}
