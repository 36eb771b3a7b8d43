using AlignZeg.Model.Clip;

namespace AlignZeg.Model.Training;

/// <summary>Batches in, optimiser steps out. What is minimised is <see cref="SegmentationObjective"/>'s, or <see cref="MaskObjective"/>'s in the first of two stages.</summary>
internal sealed class SegmentationTrainer(AlignZegNetwork network, ClipModel clip, Tensor text, SegmentationTrainingOptions options)
{
    private readonly RunningMeans _means = new();
    private readonly ITrainingObjective _objective = options.Staged is null ? new SegmentationObjective(network, clip, text, options) : new MaskObjective(network, clip, (int)text.size(0), options);
    private readonly WeightAverage? _average = options.AverageDecay > 0 ? new(network, options.AverageDecay) : null;
    private long _position;

    /// <summary>Runs all steps, or those that a checkpoint leaves.</summary>
    /// <param name="data">Batches in a fixed order.</param> <param name="device">Of the network.</param> <param name="keeper">Of checkpoints.</param>
    /// <param name="progress">Told every step.</param> <param name="cancellationToken">Stops between steps.</param>
    public void Run(BatchSource data, Device device, CheckpointKeeper keeper, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        foreach (var parameter in clip.parameters()) parameter.requires_grad = false;
        using var optimizer = ParameterGroups.Optimizer(options.Staged is null ? network : network.Extraction, options);
        network.train();
        var state = new PhaseState("segmentation", network, optimizer, _means)
        {
            Positions = () => [_position], Average = _average, Remembered = () => _objective.Memory,
            Remember = saved => { foreach (var (name, value) in _objective.Memory) value.copy_(saved[name]); },
        };
        int done = keeper.Begin(state);
        if (done > 0) data.Seek(_position = keeper.Found!.Positions[0]);
        var rate = new LearningRate(options.Schedule, options.LearningRate, options.Steps, options.WarmUp, options.PolyPower);
        using (var feed = new BatchFeed(data.Make, (long)done * options.Accumulate, (long)options.Steps * options.Accumulate, options.Prefetch))
            new TrainingLoop(state, rate, options.ReportEvery, keeper, progress).Run(done, step => Step(step, feed, optimizer, device, cancellationToken), cancellationToken);
        _average?.Apply();
        network.eval();
    }

    private void Step(int step, BatchFeed feed, AdamW optimizer, Device device, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        var batches = Enumerable.Range(0, options.Accumulate).Select(_ => feed.Take(cancellationToken)).ToList(); // all of them before anything changes
        optimizer.zero_grad();
        foreach (var batch in batches) Accumulate(batch, device, step / (double)options.Steps);
        DivergedException.Check(nn.utils.clip_grad_norm_(network.parameters(), options.ClipNorm), $"the gradient of step {step + 1:N0}"); // before it reaches the weights
        optimizer.step();
        _average?.Update();
        _position = batches[^1].Position;
    }

    private void Accumulate(TrainingBatch batch, Device device, double progress)
    {
        using var scope = NewDisposeScope();
        var (images, labels) = batch.Load(device);
        var losses = _objective.Of(images, labels!, progress);
        (options.Accumulate == 1 ? losses.Total : losses.Total / options.Accumulate).backward();
        foreach (var (name, value) in losses.Parts) _means.Add(name, value);
    }
}
