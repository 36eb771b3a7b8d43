using AlignZeg.Abstractions.Models;

namespace AlignZeg.Server.Segmenting;

/// <summary>Has something done by whichever device takes it.</summary>
internal sealed class SomeDevice(IGrainFactory grains)
{
    /// <summary>Begins anywhere, so that callers spread over the devices; one that is full or lost makes way for the next.</summary>
    /// <exception cref="DeviceBusyException">Every device has as much waiting as it may have.</exception>
    /// <exception cref="ModelUnavailableException">The model does not load, or there is no device.</exception>
    public async Task<T> RunAsync<T>(ModelKey model, Func<IModelInstanceGrain, Task<T>> act, CancellationToken cancellationToken)
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
