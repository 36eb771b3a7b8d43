using AlignZeg.Abstractions.Models;

namespace AlignZeg.Cli.Labelling;

/// <summary>What the text encoders of a platform's devices do from a moment on, whoever asks them to. Devices that do not answer are left out.</summary>
internal sealed class TextEncoderRuns
{
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(2);
    private readonly IGrainFactory _grains;
    private readonly ModelKey _model;
    private readonly IReadOnlyDictionary<ModelInstanceKey, long> _before;

    private TextEncoderRuns(IGrainFactory grains, ModelKey model, IReadOnlyDictionary<ModelInstanceKey, long> before) => (_grains, _model, _before) = (grains, model, before);

    /// <summary>Counts from now on.</summary>
    public static async Task<TextEncoderRuns> BeginAsync(IGrainFactory grains, ModelKey model, CancellationToken cancellationToken) =>
        new(grains, model, await Insistence.CallAsync(() => ReadAsync(grains, model, cancellationToken), cancellationToken));

    /// <summary>Classes embedded so far. A process that was started again meanwhile counts with all that it has done.</summary>
    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        var now = await Insistence.CallAsync(() => ReadAsync(_grains, _model, cancellationToken), cancellationToken);
        return now.Sum(device => _before.TryGetValue(device.Key, out long before) && before <= device.Value ? device.Value - before : device.Value);
    }

    private static async Task<IReadOnlyDictionary<ModelInstanceKey, long>> ReadAsync(IGrainFactory grains, ModelKey model, CancellationToken cancellationToken)
    {
        var instances = await grains.GetGrain<IModelGrain>(model.ToString()).ListInstancesAsync(cancellationToken);
        var runs = await Task.WhenAll(instances.Select(instance => ReadAsync(grains.GetGrain<IModelInstanceGrain>(instance.ToString()), cancellationToken)));
        return instances.Zip(runs).Where(pair => pair.Second is not null).ToDictionary(pair => pair.First, pair => pair.Second!.Value);
    }

    private static async Task<long?> ReadAsync(IModelInstanceGrain instance, CancellationToken cancellationToken)
    {
        try
        {
            return (await instance.HealthAsync(cancellationToken).WaitAsync(LongestAnswer, cancellationToken)).TextRuns;
        }
        catch (Exception exception) when (exception is TimeoutException or OrleansException)
        {
            return null; // a silo that has just gone: what it did is not known any more
        }
    }
}
