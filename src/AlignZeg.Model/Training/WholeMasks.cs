namespace AlignZeg.Model.Training;

/// <summary>Every pixel of the masks, ignored ones left out. Ours: small pictures have few pixels, and what is not labelled is not known to be outside of a mask.</summary>
internal sealed class WholeMasks(Tensor labels, int classes) : MaskSupervision(labels, classes)
{
    /// <inheritdoc/>
    public override MaskOutcome Of(Tensor masks, Tensor probabilities)
    {
        var targets = TargetsFor(masks);
        var costs = MaskCosts.Of(masks.flatten(2), targets);
        var matches = Matches.Find(probabilities, costs, targets.Present);
        return new(matches, matches.Image.Length == 0 ? Nothing(masks) : (matches.Gather(costs.CrossEntropy) + matches.Gather(costs.Dice)).mean());
    }
}
