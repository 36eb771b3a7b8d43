using AlignZeg.Model.Clip;

namespace AlignZeg.Model.Training;

/// <summary>The loop: batches in, optimiser steps out. What is minimised is <see cref="SegmentationObjective"/>'s.</summary>
internal sealed class SegmentationTrainer(AlignZegNetwork network, ClipModel clip, Tensor text, SegmentationTrainingOptions options)
{
    private readonly RunningMeans _means = new();
    private readonly SegmentationObjective _objective = new(network, clip, text, options);

    /// <summary>Runs all steps.</summary>
    public void Run(TrainingSet data, Device device, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        foreach (var parameter in clip.parameters()) parameter.requires_grad = false;
        using var optimizer = optim.AdamW(network.parameters(), lr: options.LearningRate, weight_decay: options.WeightDecay);
        network.train();
        for (int step = 0; step < options.Steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            LearningRate.Set(optimizer, Training.LearningRate.At(step, options.Steps, options.LearningRate));
            Step(data, optimizer, device, step / (double)options.Steps);
            if ((step + 1) % options.ReportEvery == 0) progress?.Report(new("segmentation", step + 1, options.Steps, _means.Take()));
        }

        network.eval();
    }

    private void Step(TrainingSet data, optim.Optimizer optimizer, Device device, double progress)
    {
        using var scope = NewDisposeScope();
        var (images, labels) = data.Load(data.Next(options.Batch), device);
        var losses = _objective.Of(images, labels!, progress);
        optimizer.zero_grad();
        losses.Total.backward();
        nn.utils.clip_grad_norm_(network.parameters(), 1);
        optimizer.step();
        foreach (var (name, value) in losses.Parts) _means.Add(name, value);
    }
}
