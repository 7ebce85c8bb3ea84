"""Joins modules to bundles: one request instead of one for each module.

There are few: that of the entry, and one for each module it imports by `import("./x.js")`. What is
imported so further on comes along at once: two requests cost more than the few bytes. All of a
bundle stands in one function, so that names are shortened; a module stands in one of its own
where another module knows one of its names. No parser of JavaScript is needed for that:

    export const { Guide } = (() => { const { h } = (() => { …; return { h }; })(); class Guide …

The modules hold to what can be joined so: imports and exports by name, one statement each at the
beginning of a line, no circles, and nothing indented at the top of a module. JSON that is imported
comes into the bundle: browsers that do not know such imports see none.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.assets.packing import PackingError, shorten

IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w.-]+)";$', re.MULTILINE)
JSON_IMPORT = re.compile(
    r'^import ([\w$]+) from "\./([\w.-]+\.json)" with \{ type: "json" \};$', re.MULTILINE
)
LAZY_IMPORT = re.compile(r"""\bimport\(["`]\./([\w.-]+\.js)[^"`]*["`]\)""")
EXPORT = re.compile(r"^export ((?:async )?function\*?|class|const) ([\w$]+)", re.MULTILINE)
UNKNOWN = re.compile(r"^(?:import\b(?!\(|\.)|export\b).*", re.MULTILINE)
DECLARED = re.compile(r"^(?:(?:async )?function\*?|class|const|let) ([\w$]+)", re.MULTILINE)
DECLARES_SEVERAL = re.compile(r"^(?:const|let) (?:[{\[]|[^;({\[\n]*,)", re.MULTILINE)
NO_CODE = re.compile(r'"[\w -]*"|^ *//.*$|^ *\*.*$', re.MULTILINE)
# A word that is no property: those come after a dot, private ones after #.
WORD = re.compile(r"(?:\.\.\.|(?<![\w$.#]))([A-Za-z_$][\w$]*)")


@dataclass(frozen=True)
class Exported:
    module: str
    name: str


@dataclass(frozen=True)
class Module:
    name: str
    imports: Mapping[str, Exported]  # by the name they have here
    lazy: tuple[str, ...]
    exports: tuple[Exported, ...]
    body: str

    @classmethod
    def parse(cls, name: str, text: str) -> "Module":
        """Raise PackingError, with the line, at an import or export of another form."""
        body = EXPORT.sub(r"\1 \2", IMPORT.sub(lambda found: "\n" * found[0].count("\n"), text))
        if unknown := UNKNOWN.search(body):
            line = body.count("\n", 0, unknown.start()) + 1
            raise PackingError(
                f"{name}, line {line}: “{unknown[0]}” cannot be joined; write import {{ names }} "
                'from "./module.js"; or put export before a function, a class or a const'
            )
        shorten(name, body)  # in a bundle a fault has no longer the name and line of its module
        return cls(
            name=name,
            imports=dict(_imports(text)),
            lazy=tuple(LAZY_IMPORT.findall(text)),
            exports=tuple(Exported(name, exported) for _, exported in EXPORT.findall(text)),
            body=body,
        )

    @property
    def needs(self) -> list[str]:
        """The modules it imports, in their order."""
        return list(dict.fromkeys(exported.module for exported in self.imports.values()))

    @property
    def words(self) -> set[str]:
        """What may be a variable in it: of its own, imported, or the browser's."""
        return set(WORD.findall(NO_CODE.sub(" ", self.body)))

    @property
    def own_names(self) -> set[str] | None:
        """What it declares for all of itself; None where that cannot be told."""
        return None if DECLARES_SEVERAL.search(self.body) else set(DECLARED.findall(self.body))


def _imports(text: str) -> Iterable[tuple[str, Exported]]:
    for names, module in IMPORT.findall(text):
        for item in filter(None, (part.strip() for part in names.split(","))):
            name, _, here = item.partition(" as ")
            yield here.strip() or name, Exported(module, name)


def join(texts: Mapping[str, str], entry: str) -> dict[str, str]:
    """The bundles of `entry` and of what it imports lazily, by the names of their modules.

    `texts` has modules and JSON by their names. Raise PackingError where one is missing or modules
    import each other in a circle.
    """
    modules = {
        name: Module.parse(name, _with_json(name, text, texts))
        for name, text in texts.items()
        if name.endswith(".js")
    }
    return Joining(modules).bundles(entry)


def imported_json(text: str) -> set[str]:
    """The names of the JSON files a module imports."""
    return {name for _, name in JSON_IMPORT.findall(text)}


def _with_json(module: str, text: str, texts: Mapping[str, str]) -> str:
    def constant(found: re.Match[str]) -> str:
        name, file = found.groups()
        if file not in texts:
            raise PackingError(f"{module} imports {file}, which is not there")
        return f"const {name} = {shorten(file, texts[file])};"

    return JSON_IMPORT.sub(constant, text)


class Joining:
    def __init__(self, modules: Mapping[str, Module]) -> None:
        self._modules = modules
        self._words = {name: module.words for name, module in modules.items()}
        self._homes: dict[str, str] = {}  # the bundle a module is in
        self._needs: dict[str, set[Exported]] = {}  # what a bundle uses, its own and others'

    def bundles(self, entry: str) -> dict[str, str]:
        self._settle(entry, self._in_order(entry, ()))
        lazy = [name for member in self._members(entry) for name in member.lazy]
        for name in dict.fromkeys(lazy):
            self._settle(name, self._with_lazy(name))
            later = {lazy for member in self._members(name) for lazy in member.lazy}
            self._needs[name].update(*(self._modules[each].exports for each in later))
        return {each: self._text(each, entry) for each in self._needs}

    def _settle(self, entry: str, needed: Iterable[str]) -> None:
        """What `entry` needs and no earlier bundle has comes into its bundle."""
        members = [self._modules[name] for name in needed if name not in self._homes]
        self._homes.update({module.name: entry for module in members})
        self._needs[entry] = {*self._modules[entry].exports}.union(
            *(module.imports.values() for module in members)
        )

    def _members(self, entry: str) -> list[Module]:
        return [self._modules[name] for name, home in self._homes.items() if home == entry]

    def _in_order(self, name: str, importers: tuple[str, ...]) -> list[str]:
        """The module and all it imports, each after what it imports."""
        if name in importers:
            circle = " imports ".join((*importers[importers.index(name) :], name))
            raise PackingError(f"{circle}: modules in a circle cannot be joined")
        if name not in self._modules:
            raise PackingError(f"{' imports '.join((*importers, name))}, which is not there")
        needed = [
            each
            for module in self._modules[name].needs
            for each in self._in_order(module, (*importers, name))
        ]
        return list(dict.fromkeys([*needed, name]))

    def _with_lazy(self, name: str) -> list[str]:
        """Also what those modules import lazily: by then the bundle has run."""
        order = self._in_order(name, ())
        for each in order:
            for lazy in self._modules[each].lazy:
                order += [one for one in self._in_order(lazy, (each,)) if one not in order]
        return order

    def _text(self, bundle: str, entry: str) -> str:
        members = self._members(bundle)
        lent = ", ".join(
            f"{self._public(exported)}: {self._name(exported)}"
            for module in members
            for exported in module.exports
            if self._is_lent(exported)
        )
        functions = "\n".join(map(self._as_code, members))
        if bundle != entry:
            functions = LAZY_IMPORT.sub(self._already_here, functions)
        if not members:
            return "\n".join(self._borrowings(bundle))
        text = f"(() => {{\n{functions}\nreturn {{ {lent} }};\n}})()"
        names = ", ".join(part.partition(":")[0] for part in lent.split(", "))
        return "\n".join([*self._borrowings(bundle), f"export const {{ {names} }} = {text};"])

    def _already_here(self, found: re.Match[str]) -> str:
        exports = self._modules[found[1]].exports
        content = ", ".join(f"{each.name}: {self._name(each)}" for each in exports)
        return f"Promise.resolve({{ {content} }})"

    def _borrowings(self, bundle: str) -> Iterable[str]:
        """What lives in an earlier bundle; exported again where others ask this one for it."""
        own = set(self._modules[bundle].exports)
        for exported in sorted(self._needs[bundle], key=self._name):
            home = self._homes[exported.module]
            if home != bundle:
                verb, name = (
                    ("export", exported.name)
                    if exported in own
                    else ("import", self._name(exported))
                )
                yield f'{verb} {{ {self._public(exported)} as {name} }} from "./{home}";'

    def _as_code(self, module: Module) -> str:
        renamed = "".join(
            f"const {here} = {self._name(exported)};\n"
            for here, exported in module.imports.items()
            if here != self._name(exported)
        )
        own = module.own_names
        if not renamed and own is not None and all(self._is_free(one, module) for one in own):
            return module.body
        inside = ", ".join(each.name for each in module.exports)
        outside = ", ".join(f"{each.name}: {self._name(each)}" for each in module.exports)
        body = f"{renamed}{module.body}\nreturn {{ {inside} }};"
        return f"const {{ {outside} }} = (() => {{\n{body}\n}})();"

    def _name(self, exported: Exported) -> str:
        """In bundles: the same as in its module unless others know that name, too."""
        if self._is_free(exported.name, self._modules[exported.module]):
            return exported.name
        module = re.sub(r"\W", "_", exported.module)
        return f"{exported.name}${module}"

    def _public(self, exported: Exported) -> str:
        """As other bundles ask for it; what begins a bundle is asked for by its own names."""
        return exported.name if exported.module in self._needs else self._name(exported)

    def _is_free(self, name: str, owner: Module) -> bool:
        """Whether all who know `name` mean that of `owner`: it hides nothing from anybody."""
        meant = Exported(owner.name, name)
        return all(
            module is owner
            or module.imports.get(name) == meant
            or (name not in module.imports and name not in self._words[module.name])
            for module in self._modules.values()
        )

    def _is_lent(self, exported: Exported) -> bool:
        home = self._homes[exported.module]
        users = {entry for entry, needs in self._needs.items() if exported in needs}
        return exported.module == home or not users <= {home}
