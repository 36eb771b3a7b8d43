namespace AlignZeg.Model.Training.Regions;

/// <summary>Prototypes by class. Training asks for those of labelled classes only; a source may refuse any other.</summary>
public interface IClassPrototypes
{
    /// <summary>t of a class, [D], L2-normalised.</summary>
    ReadOnlySpan<float> Of(int index);
}
