using AlignZeg.Model.ProposalClassification;

namespace AlignZeg.Model.Training.Regions;

/// <summary>The steps of <see cref="RegionClassifier.Train"/>: the losses of <see cref="SegmentationObjective"/> that need no mask.</summary>
/// <param name="network">Its classification and indicator are trained.</param> <param name="regions">As the inductive rule allows.</param>
/// <param name="seenText">T_S, [Cs, D].</param> <param name="temperature">tau.</param> <param name="options">Weights and schedule.</param>
internal sealed class RegionTrainer(AlignZegNetwork network, RegionSet regions, float[] seenText, float temperature, SegmentationTrainingOptions options)
{
    private readonly int[] _objects = RowsOf(regions, label => label > 0);
    private readonly int[] _others = RowsOf(regions, label => label == 0 || (label == RegionSet.Unlabelled && !options.IgnoreAwareNoObject));
    private readonly CountedRandom _random = new(options.Seed);

    public void Run(CancellationToken cancellationToken)
    {
        if (_objects.Length == 0 || _others.Length == 0) throw new ArgumentException("Training needs regions of labelled classes and of background.");
        using var scope = NewDisposeScope();
        var all = tensor(regions.Embeddings, [regions.Count, regions.Dimension]);
        var text = tensor(seenText, [seenText.Length / regions.Dimension, regions.Dimension]);
        var alignment = new AlignmentLosses(network, text, options);
        var parameters = network.Classification.parameters().Concat(network.Indicator?.parameters() ?? []).ToList();
        using var optimizer = optim.AdamW(parameters, lr: options.LearningRate, weight_decay: options.WeightDecay);
        var rate = new LearningRate(options.Schedule, options.LearningRate, options.Steps, options.WarmUp, options.PolyPower);
        for (int step = 0; step < options.Steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            rate.Set(optimizer, step);
            using var inner = NewDisposeScope();
            var loss = Loss(all, new(text, network.Classification.Prototypes, tensor(temperature)), alignment, step / (double)options.Steps);
            optimizer.zero_grad();
            loss.backward();
            DivergedException.Check(nn.utils.clip_grad_norm_(parameters, options.ClipNorm), $"the gradient of classification in step {step + 1:N0}");
            optimizer.step();
        }
    }

    /// <summary>Half of a batch are objects, half are what no object was matched with.</summary>
    private Tensor Loss(Tensor all, PrototypeSpace space, AlignmentLosses alignment, double progress)
    {
        int half = Math.Max(1, options.Batch / 2);
        var (matched, labels) = (Draw(_objects, half), new long[half]);
        for (int i = 0; i < half; i++) labels[i] = regions.Labels[matched[i]] - 1;
        var embeddings = all.index_select(0, tensor(matched));                                                                      // e, [M, D]
        var others = all.index_select(0, tensor(Draw(_others, half)));                                                              // [U, D]
        var log = functional.log_softmax(space.Logits(network.Classification.Adapt(embeddings)), -1);                               // [M, Cs+K]
        var logits = space.Logits(network.Classification.Adapt(others));                                                            // [U, Cs+K]
        var noObject = -ProposalClassifier.LogBackground(functional.log_softmax(logits, -1), space.Classes).mean();
        var named = -log.gather(1, tensor(labels, [half, 1])).mean();
        var loss = options.MatchedWeight * named + options.NoObjectWeight * noObject;
        var background = logits.narrow(-1, space.Classes, logits.size(-1) - space.Classes);                                         // b, [U, K]
        foreach (var part in alignment.Of(embeddings, labels, (background, ones(half)), space, progress)) loss = loss + part.Weight * part.Value;
        return loss;
    }

    private long[] Draw(int[] rows, int count)
    {
        var drawn = new long[count];
        for (int i = 0; i < count; i++) drawn[i] = rows[_random.Next(rows.Length)];
        return drawn;
    }

    private static int[] RowsOf(RegionSet regions, Func<int, bool> keep) => [.. Enumerable.Range(0, regions.Count).Where(row => keep(regions.Labels[row]))];
}
