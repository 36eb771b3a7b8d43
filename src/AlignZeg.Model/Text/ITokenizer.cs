namespace AlignZeg.Model.Text;

/// <summary>Text to token ids of a text tower.</summary>
public interface ITokenizer
{
    /// <summary>Ids of the text with start and end tokens, cut to the context; never empty.</summary>
    TokenizedText Encode(string text);
}
