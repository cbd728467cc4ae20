"""The heads. Each is a module with the same four parts:

- `name`: its key in targets, losses and files;
- `targets(window)`: what its loss needs, as arrays, or None where the set does not mark it;
- `loss(words, batch)`: a scalar over the windows that have targets, or None;
- `decode(words, windows)`: one result a window (coreference: one for the document).

`words` holds the vectors of all words of the batch, [words, 384]. A new head is a new module and a line in HEADS.
"""

from .attribution import Attribution
from .coreference import Coreference
from .names import Names
from .parse import Parse
from .sentences import Sentences
from .tags import Tags

HEADS = (Tags, Parse, Sentences, Names, Attribution, Coreference)
