using System.ComponentModel.DataAnnotations;

namespace AlignZeg.Model.Training;

/// <summary>Whose masks training may see: by default those of all seen classes.</summary>
public sealed record SupervisionOptions
{
    /// <summary>True: masks of every class, unseen ones too. Not zero-shot: the upper bound that misalignment is measured against. Default: false.</summary>
    public bool Oracle { get; init; }

    /// <summary>Pseudo-unseen classes: that many seen ones are treated as unseen, so that gamma, theta and every other number can be picked without an unseen class. Default: 0.</summary>
    [Range(0, 10_000)] public int HeldOut { get; init; }

    /// <summary>Draws them. Default: 1.</summary>
    [Range(0, int.MaxValue)] public int HeldOutSeed { get; init; } = 1;

    /// <summary>A quarter of the seen classes, at least one, held out: what numbers are picked with.</summary>
    /// <param name="seen">How many there are.</param> <param name="seed">Draws them.</param>
    public static SupervisionOptions WithoutAQuarter(int seen, int seed = 1) => new() { HeldOut = Math.Max(1, seen / 4), HeldOutSeed = seed };

    /// <summary>Checks the numbers above.</summary>
    /// <exception cref="ValidationException">A value is out of its range, or an oracle is to see less than every class.</exception>
    public void Validate()
    {
        Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
        if (Oracle && HeldOut > 0) throw new ValidationException("The field HeldOut must be 0 where the field Oracle is true: an oracle sees every class.");
    }

    /// <summary>The classes whose masks are trained on.</summary>
    /// <param name="seen">Per class whether it is a seen one.</param>
    /// <exception cref="ValidationException">A value is out of its range, or no class would be left.</exception>
    public IReadOnlyList<bool> Apply(IReadOnlyList<bool> seen)
    {
        Validate();
        if (Oracle) return [.. seen.Select(_ => true)];
        var candidates = Enumerable.Range(0, seen.Count).Where(i => seen[i]).ToArray();
        if (HeldOut > 0 && HeldOut >= candidates.Length) throw new ValidationException($"The field HeldOut must be below {candidates.Length}, the number of seen classes.");
        new Random(HeldOutSeed).Shuffle(candidates);
        var held = candidates[..HeldOut].ToHashSet();
        return [.. seen.Select((s, i) => s && !held.Contains(i))];
    }
}
