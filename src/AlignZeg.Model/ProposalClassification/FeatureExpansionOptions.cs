using System.ComponentModel.DataAnnotations;

namespace AlignZeg.Model.ProposalClassification;

/// <summary>Feature expansion (FES): virtual features from pairs of matched proposals. How much they count is the trainer's virtual weight.</summary>
public sealed record FeatureExpansionOptions
{
    /// <summary>Off, soft, virtual_prototypes_input or virtual_prototypes_embedding. Default: soft.</summary>
    public ExpansionForm Form { get; init; } = ExpansionForm.Soft;

    /// <summary>How the share of a mixture is drawn: uniform or beta. Default: uniform.</summary>
    public ShareDistribution Share { get; init; } = ShareDistribution.Uniform;

    /// <summary>a of Beta(a, a); the larger, the nearer to one half. Default: 2.</summary>
    [Range(.05, 1000)] public double Beta { get; init; } = 2;

    /// <summary>With whom a proposal is mixed: uniform or neighbour. Default: uniform.</summary>
    public PartnerChoice Partners { get; init; } = PartnerChoice.Uniform;

    /// <summary>Classes that count as neighbours. Default: 5.</summary>
    [Range(1, 1000)] public int Neighbours { get; init; } = 5;

    /// <summary>Proposals of earlier batches that may be partners; 0 = none. Default: 512.</summary>
    [Range(0, 1_000_000)] public int Queue { get; init; } = 512;

    /// <summary>Most mixtures per step. Default: 128.</summary>
    [Range(1, 1_000_000)] public int MostPairs { get; init; } = 128;

    /// <summary>Whether gradients of mixtures reach the embeddings themselves, beyond adapter and prototypes. Default: false.</summary>
    public bool EmbeddingGradient { get; init; }

    /// <summary>Checks the ranges above.</summary>
    /// <exception cref="ValidationException">A value is out of its range; the message names it.</exception>
    public void Validate() => Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
}
