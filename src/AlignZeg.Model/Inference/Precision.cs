namespace AlignZeg.Model.Inference;

/// <summary>In which numbers a model's towers compute. Classification and masks to labels are always 32 bits.</summary>
public enum Precision
{
    /// <summary>32 bits: the reference.</summary>
    Fp32,

    /// <summary>bfloat16, for processors and GPUs that multiply it faster (avx512_bf16, amx_bf16, Ampere and later). Labels differ from 32 bits in a few pixels of edges.</summary>
    Bf16,
}

/// <summary>Names of precisions, as people and jobs write them.</summary>
public static class PrecisionNames
{
    /// <summary>"fp32" or "bf16".</summary>
    public static string Name(this Precision precision) => precision == Precision.Fp32 ? "fp32" : "bf16";

    /// <summary>Reads <see cref="Name"/>; null if it is none.</summary>
    public static Precision? Parse(string name) => name switch { "fp32" => Precision.Fp32, "bf16" => Precision.Bf16, _ => null };

    /// <summary>A model's hash as it is in this precision: other numbers give other results.</summary>
    internal static string Mark(this Precision precision, string hash) => precision == Precision.Fp32 ? hash : $"{hash}-{precision.Name()}";

    internal static ScalarType Type(this Precision precision) => precision == Precision.Fp32 ? ScalarType.Float32 : ScalarType.BFloat16;
}
